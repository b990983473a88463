# What is kept: keys and secrets, the database, the caches.

module "secrets_us_east_1" {
  source = "./modules/secrets"

  name                 = local.name
  account_id           = var.account_id
  region               = "us-east-1"
  recovery_window_days = local.throw_away ? 7 : 30
  secret_names         = local.secret_names
  replica_key_arns = {
    eu-west-1      = module.secrets_eu_west_1.kms_key_arn
    ap-southeast-1 = module.secrets_ap_southeast_1.kms_key_arn
  }
}

module "secrets_eu_west_1" {
  source    = "./modules/secrets"
  providers = { aws = aws.eu_west_1 }

  name                 = local.name
  account_id           = var.account_id
  region               = "eu-west-1"
  recovery_window_days = local.throw_away ? 7 : 30
}

module "secrets_ap_southeast_1" {
  source    = "./modules/secrets"
  providers = { aws = aws.ap_southeast_1 }

  name                 = local.name
  account_id           = var.account_id
  region               = "ap-southeast-1"
  recovery_window_days = local.throw_away ? 7 : 30
}

module "aurora_global" {
  source = "./modules/aurora-global"
  providers = {
    aws.primary = aws
    aws.second  = aws.eu_west_1
    aws.third   = aws.ap_southeast_1
  }

  name                    = local.name
  environment             = var.environment
  account_id              = var.account_id
  instance_class          = local.profile.database.class
  serverless_capacity     = local.profile.database.acu
  instances               = { primary = local.profile.database.primary, secondary = local.profile.database.secondary }
  backup_retention_days   = var.environment == "prod" ? 35 : 7
  master_password         = var.database_password
  master_password_version = var.database_password_version
  regions = {
    primary = {
      region                    = "us-east-1"
      vpc_id                    = module.vpc_us_east_1.vpc_id
      subnet_ids                = module.vpc_us_east_1.data_subnet_ids
      kms_key_arn               = module.secrets_us_east_1.kms_key_arn
      client_security_group_ids = { tasks = module.ecs_cluster_us_east_1.tasks_security_group_id }
    }
    second = {
      region                    = "eu-west-1"
      vpc_id                    = module.vpc_eu_west_1.vpc_id
      subnet_ids                = module.vpc_eu_west_1.data_subnet_ids
      kms_key_arn               = module.secrets_eu_west_1.kms_key_arn
      client_security_group_ids = { tasks = module.ecs_cluster_eu_west_1.tasks_security_group_id }
    }
    third = {
      region                    = "ap-southeast-1"
      vpc_id                    = module.vpc_ap_southeast_1.vpc_id
      subnet_ids                = module.vpc_ap_southeast_1.data_subnet_ids
      kms_key_arn               = module.secrets_ap_southeast_1.kms_key_arn
      client_security_group_ids = { tasks = module.ecs_cluster_ap_southeast_1.tasks_security_group_id }
    }
  }
}

module "redis_us_east_1" {
  source = "./modules/redis"

  name                      = "${local.name}-${local.codes["us-east-1"]}"
  vpc_id                    = module.vpc_us_east_1.vpc_id
  subnet_ids                = module.vpc_us_east_1.data_subnet_ids
  client_security_group_ids = { tasks = module.ecs_cluster_us_east_1.tasks_security_group_id }
  node_type                 = local.profile.redis.node
  shards                    = local.profile.redis.shards
  replicas_per_shard        = local.profile.redis.replicas
  auth_token                = var.redis_auth_token
  kms_key_arn               = module.secrets_us_east_1.kms_key_arn
  log_retention_days        = local.retention_days
}

module "redis_eu_west_1" {
  source    = "./modules/redis"
  providers = { aws = aws.eu_west_1 }

  name                      = "${local.name}-${local.codes["eu-west-1"]}"
  vpc_id                    = module.vpc_eu_west_1.vpc_id
  subnet_ids                = module.vpc_eu_west_1.data_subnet_ids
  client_security_group_ids = { tasks = module.ecs_cluster_eu_west_1.tasks_security_group_id }
  node_type                 = local.profile.redis.node
  shards                    = local.profile.redis.shards
  replicas_per_shard        = local.profile.redis.replicas
  auth_token                = var.redis_auth_token
  kms_key_arn               = module.secrets_eu_west_1.kms_key_arn
  log_retention_days        = local.retention_days
}

module "redis_ap_southeast_1" {
  source    = "./modules/redis"
  providers = { aws = aws.ap_southeast_1 }

  name                      = "${local.name}-${local.codes["ap-southeast-1"]}"
  vpc_id                    = module.vpc_ap_southeast_1.vpc_id
  subnet_ids                = module.vpc_ap_southeast_1.data_subnet_ids
  client_security_group_ids = { tasks = module.ecs_cluster_ap_southeast_1.tasks_security_group_id }
  node_type                 = local.profile.redis.node
  shards                    = local.profile.redis.shards
  replicas_per_shard        = local.profile.redis.replicas
  auth_token                = var.redis_auth_token
  kms_key_arn               = module.secrets_ap_southeast_1.kms_key_arn
  log_retention_days        = local.retention_days
}
