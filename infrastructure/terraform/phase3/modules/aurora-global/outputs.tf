output "global_cluster_id" {
  description = "The global database, as failover names it."
  value       = aws_rds_global_cluster.this.id
}

output "endpoints" {
  description = "Region to its cluster: the writer's address (forwards from a secondary) and the readers'."
  value = {
    (var.regions.primary.region) = module.primary.endpoints
    (var.regions.second.region)  = module.second.endpoints
    (var.regions.third.region)   = module.third.endpoints
  }
}

output "cluster_ids" {
  description = "Region to its cluster's name, as alarms use it."
  value = {
    (var.regions.primary.region) = module.primary.cluster_id
    (var.regions.second.region)  = module.second.cluster_id
    (var.regions.third.region)   = module.third.cluster_id
  }
}
