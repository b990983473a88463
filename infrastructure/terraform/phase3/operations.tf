# What guards, scales and watches the estate.

module "waf_edge" {
  source = "./modules/waf"

  name               = "${local.name}-edge"
  scope              = "CLOUDFRONT"
  region             = "us-east-1"
  kms_key_arn        = module.secrets_us_east_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "waf_us_east_1" {
  source = "./modules/waf"

  name               = "${local.name}-us-east-1"
  scope              = "REGIONAL"
  region             = "us-east-1"
  load_balancer_arn  = module.ecs_cluster_us_east_1.load_balancer.arn
  kms_key_arn        = module.secrets_us_east_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "waf_eu_west_1" {
  source    = "./modules/waf"
  providers = { aws = aws.eu_west_1 }

  name               = "${local.name}-eu-west-1"
  scope              = "REGIONAL"
  region             = "eu-west-1"
  load_balancer_arn  = module.ecs_cluster_eu_west_1.load_balancer.arn
  kms_key_arn        = module.secrets_eu_west_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "waf_ap_southeast_1" {
  source    = "./modules/waf"
  providers = { aws = aws.ap_southeast_1 }

  name               = "${local.name}-ap-southeast-1"
  scope              = "REGIONAL"
  region             = "ap-southeast-1"
  load_balancer_arn  = module.ecs_cluster_ap_southeast_1.load_balancer.arn
  kms_key_arn        = module.secrets_ap_southeast_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "autoscaling_us_east_1" {
  source = "./modules/autoscaling"

  cluster_name   = module.ecs_cluster_us_east_1.cluster_name
  services       = module.ecs_cluster_us_east_1.service_names
  request_labels = { for role, suffix in module.ecs_cluster_us_east_1.target_group_suffixes : role => "${module.ecs_cluster_us_east_1.load_balancer.arn_suffix}/${suffix}" }
  min_size       = var.sizes["us-east-1"].min
  max_size       = var.sizes["us-east-1"].max
  schedule       = lookup(var.schedule, "us-east-1", {})
}

module "autoscaling_eu_west_1" {
  source    = "./modules/autoscaling"
  providers = { aws = aws.eu_west_1 }

  cluster_name   = module.ecs_cluster_eu_west_1.cluster_name
  services       = module.ecs_cluster_eu_west_1.service_names
  request_labels = { for role, suffix in module.ecs_cluster_eu_west_1.target_group_suffixes : role => "${module.ecs_cluster_eu_west_1.load_balancer.arn_suffix}/${suffix}" }
  min_size       = var.sizes["eu-west-1"].min
  max_size       = var.sizes["eu-west-1"].max
  schedule       = lookup(var.schedule, "eu-west-1", {})
}

module "autoscaling_ap_southeast_1" {
  source    = "./modules/autoscaling"
  providers = { aws = aws.ap_southeast_1 }

  cluster_name   = module.ecs_cluster_ap_southeast_1.cluster_name
  services       = module.ecs_cluster_ap_southeast_1.service_names
  request_labels = { for role, suffix in module.ecs_cluster_ap_southeast_1.target_group_suffixes : role => "${module.ecs_cluster_ap_southeast_1.load_balancer.arn_suffix}/${suffix}" }
  min_size       = var.sizes["ap-southeast-1"].min
  max_size       = var.sizes["ap-southeast-1"].max
  schedule       = lookup(var.schedule, "ap-southeast-1", {})
}

module "observability_us_east_1" {
  source = "./modules/observability"

  name               = "${local.name}-us-east-1"
  account_id         = var.account_id
  region             = "us-east-1"
  alarm_emails       = var.alarm_emails
  kms_key_arn        = module.secrets_us_east_1.kms_key_arn
  log_retention_days = local.retention_days
  force_destroy      = local.throw_away
  account_baseline   = true
  monthly_budget_usd = var.monthly_budget_usd

  watched = {
    cluster_name         = "${local.name}-us-east-1"
    services             = keys(local.services)
    load_balancer_suffix = module.ecs_cluster_us_east_1.load_balancer.arn_suffix
    target_groups        = module.ecs_cluster_us_east_1.target_group_suffixes
    database_cluster     = "${local.name}-us-east-1"
    database_is_writer   = var.writer_region == "us-east-1"
    redis_id             = "${local.name}-${local.codes["us-east-1"]}"
    redis_shards         = local.profile.redis.shards
  }
}

module "observability_eu_west_1" {
  source    = "./modules/observability"
  providers = { aws = aws.eu_west_1 }

  name               = "${local.name}-eu-west-1"
  account_id         = var.account_id
  region             = "eu-west-1"
  alarm_emails       = var.alarm_emails
  kms_key_arn        = module.secrets_eu_west_1.kms_key_arn
  log_retention_days = local.retention_days
  force_destroy      = local.throw_away

  watched = {
    cluster_name         = "${local.name}-eu-west-1"
    services             = keys(local.services)
    load_balancer_suffix = module.ecs_cluster_eu_west_1.load_balancer.arn_suffix
    target_groups        = module.ecs_cluster_eu_west_1.target_group_suffixes
    database_cluster     = "${local.name}-eu-west-1"
    database_is_writer   = var.writer_region == "eu-west-1"
    redis_id             = "${local.name}-${local.codes["eu-west-1"]}"
    redis_shards         = local.profile.redis.shards
  }
}

module "observability_ap_southeast_1" {
  source    = "./modules/observability"
  providers = { aws = aws.ap_southeast_1 }

  name               = "${local.name}-ap-southeast-1"
  account_id         = var.account_id
  region             = "ap-southeast-1"
  alarm_emails       = var.alarm_emails
  kms_key_arn        = module.secrets_ap_southeast_1.kms_key_arn
  log_retention_days = local.retention_days
  force_destroy      = local.throw_away

  watched = {
    cluster_name         = "${local.name}-ap-southeast-1"
    services             = keys(local.services)
    load_balancer_suffix = module.ecs_cluster_ap_southeast_1.load_balancer.arn_suffix
    target_groups        = module.ecs_cluster_ap_southeast_1.target_group_suffixes
    database_cluster     = "${local.name}-ap-southeast-1"
    database_is_writer   = var.writer_region == "ap-southeast-1"
    redis_id             = "${local.name}-${local.codes["ap-southeast-1"]}"
    redis_shards         = local.profile.redis.shards
  }
}
