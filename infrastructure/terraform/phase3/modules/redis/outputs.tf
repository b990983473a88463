output "endpoint" {
  description = "The configuration endpoint: clients learn the shards from it."
  value       = aws_elasticache_replication_group.this.configuration_endpoint_address
}

output "id" {
  description = "The replication group, as alarms name it."
  value       = aws_elasticache_replication_group.this.replication_group_id
}
