output "cluster_name" {
  description = "The cluster."
  value       = aws_ecs_cluster.this.name
}

output "service_names" {
  description = "The services, once they exist."
  value       = { for role, service in aws_ecs_service.this : role => service.name }
}

output "tasks_security_group_id" {
  description = "What the database and the cache let in."
  value       = aws_security_group.tasks.id
}

output "load_balancer" {
  description = "The load balancer: arn, the suffix that metrics use, and where DNS points."
  value = {
    arn        = aws_lb.this.arn
    arn_suffix = aws_lb.this.arn_suffix
    dns_name   = aws_lb.this.dns_name
    zone_id    = aws_lb.this.zone_id
  }
}

output "ingest_load_balancer" {
  description = "The private load balancer for what the other regions forward."
  value       = { dns_name = aws_lb.ingest.dns_name, zone_id = aws_lb.ingest.zone_id }
}

output "target_group_suffixes" {
  description = "Role to its target group, as metrics name it."
  value       = { for role, group in aws_lb_target_group.this : role => group.arn_suffix }
}

output "migration" {
  description = "What running the migration as a one-off task needs."
  value = {
    cluster         = aws_ecs_cluster.this.name
    task_definition = aws_ecs_task_definition.this["migrate"].arn
    subnets         = var.private_subnet_ids
    security_group  = aws_security_group.tasks.id
  }
}
