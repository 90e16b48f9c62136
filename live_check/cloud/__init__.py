"""The cloud as the attempts see it: calls, answers, SmartApps of the check, and deliveries."""
