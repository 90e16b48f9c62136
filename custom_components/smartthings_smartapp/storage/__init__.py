"""What is kept on disk: tokens, certificates, removals, and entry data of earlier versions."""
