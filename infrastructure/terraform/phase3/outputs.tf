output "address" {
  description = "The public address."
  value       = "https://${var.domain_name}"
}

output "regional_addresses" {
  description = "Region to its own address, for the canary's smoke test. The load balancer asks for the origin secret."
  value       = { for region, name in module.dns.regional_names : region => "https://${name}" }
}

output "distribution_id" {
  description = "The CloudFront distribution."
  value       = module.cloudfront.distribution_id
}

output "key_value_store_arn" {
  description = "Where maintenance and region pins are switched."
  value       = module.cloudfront.key_value_store_arn
}

output "global_cluster_id" {
  description = "The global database."
  value       = module.aurora_global.global_cluster_id
}

output "database_endpoints" {
  description = "Region to its database's writer and reader."
  value       = module.aurora_global.endpoints
}

output "facts" {
  description = "What deploy_phase3.sh needs, one name=value a line: a shell reads that without a parser."
  value = join("\n", flatten([for region in keys(local.codes) : [
    "${region}.writer=${module.aurora_global.endpoints[region].writer}",
    "${region}.reader=${module.aurora_global.endpoints[region].reader}",
    "${region}.redis=${local.redis_endpoints[region]}",
    "${region}.cluster=${local.migrations[region].cluster}",
    "${region}.task_definition=${local.migrations[region].task_definition}",
    "${region}.subnets=${join(",", local.migrations[region].subnets)}",
    "${region}.security_group=${local.migrations[region].security_group}",
  ]]))
}

locals {
  redis_endpoints = {
    us-east-1      = module.redis_us_east_1.endpoint
    eu-west-1      = module.redis_eu_west_1.endpoint
    ap-southeast-1 = module.redis_ap_southeast_1.endpoint
  }
  migrations = {
    us-east-1      = module.ecs_cluster_us_east_1.migration
    eu-west-1      = module.ecs_cluster_eu_west_1.migration
    ap-southeast-1 = module.ecs_cluster_ap_southeast_1.migration
  }
}
