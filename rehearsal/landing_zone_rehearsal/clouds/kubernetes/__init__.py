"""What a Kubernetes API server makes of objects, whoever runs it."""
