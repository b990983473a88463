output "targets" {
  description = "Role to the scaled resource."
  value       = { for role, target in aws_appautoscaling_target.this : role => target.resource_id }
}
