output "endpoints" {
  description = "Where to connect: writer and reader."
  value       = { writer = aws_rds_cluster.this.endpoint, reader = aws_rds_cluster.this.reader_endpoint }
}

output "cluster_id" {
  description = "The cluster's name, once an instance of it runs."
  value       = var.name
  depends_on  = [aws_rds_cluster_instance.this]
}
