# The estate in the names of PHASE_3_ARCHITECTURE_UPGRADE.md. network.tf lies below it, data.tf beside it,
# operations.tf watches it.

module "ecs_cluster_us_east_1" {
  source = "./modules/ecs-cluster"

  cluster_name = "${local.name}-us-east-1"
  short_name   = "${local.short_name}-${local.codes["us-east-1"]}"
  environment  = var.environment
  account_id   = var.account_id
  region       = "us-east-1"
  min_size     = var.sizes["us-east-1"].min
  max_size     = var.sizes["us-east-1"].max
  desired_size = var.sizes["us-east-1"].desired

  services             = local.services
  image                = local.image["us-east-1"]
  migration_image      = local.migration_image["us-east-1"]
  image_repository_arn = local.repository_arn["us-east-1"]
  settings             = local.settings["us-east-1"]
  secrets              = local.secrets["us-east-1"]
  ai_secrets           = local.ai_secrets["us-east-1"]

  vpc                           = { id = module.vpc_us_east_1.vpc_id, cidr = var.cidrs["us-east-1"] }
  public_subnet_ids             = module.vpc_us_east_1.public_subnet_ids
  private_subnet_ids            = module.vpc_us_east_1.private_subnet_ids
  peer_cidrs                    = [var.cidrs["eu-west-1"], var.cidrs["ap-southeast-1"]]
  certificate_arn               = module.dns.origin_certificate_arns["us-east-1"]
  cloudfront_prefix_list_id     = var.prefix_lists["us-east-1"].cloudfront
  health_checker_prefix_list_id = var.prefix_lists["us-east-1"].health_checkers
  origin_secret                 = var.origin_secret
  kms_key_arn                   = module.secrets_us_east_1.kms_key_arn
  kms_key_alias                 = module.secrets_us_east_1.kms_key_alias
  log_retention_days            = local.retention_days
  deletion_protection           = !local.throw_away
}

module "ecs_cluster_eu_west_1" {
  source    = "./modules/ecs-cluster"
  providers = { aws = aws.eu_west_1 }

  cluster_name = "${local.name}-eu-west-1"
  short_name   = "${local.short_name}-${local.codes["eu-west-1"]}"
  environment  = var.environment
  account_id   = var.account_id
  region       = "eu-west-1"
  min_size     = var.sizes["eu-west-1"].min
  max_size     = var.sizes["eu-west-1"].max
  desired_size = var.sizes["eu-west-1"].desired

  services             = local.services
  image                = local.image["eu-west-1"]
  migration_image      = local.migration_image["eu-west-1"]
  image_repository_arn = local.repository_arn["eu-west-1"]
  settings             = local.settings["eu-west-1"]
  secrets              = local.secrets["eu-west-1"]
  ai_secrets           = local.ai_secrets["eu-west-1"]

  vpc                           = { id = module.vpc_eu_west_1.vpc_id, cidr = var.cidrs["eu-west-1"] }
  public_subnet_ids             = module.vpc_eu_west_1.public_subnet_ids
  private_subnet_ids            = module.vpc_eu_west_1.private_subnet_ids
  peer_cidrs                    = [var.cidrs["us-east-1"], var.cidrs["ap-southeast-1"]]
  certificate_arn               = module.dns.origin_certificate_arns["eu-west-1"]
  cloudfront_prefix_list_id     = var.prefix_lists["eu-west-1"].cloudfront
  health_checker_prefix_list_id = var.prefix_lists["eu-west-1"].health_checkers
  origin_secret                 = var.origin_secret
  kms_key_arn                   = module.secrets_eu_west_1.kms_key_arn
  kms_key_alias                 = module.secrets_eu_west_1.kms_key_alias
  log_retention_days            = local.retention_days
  deletion_protection           = !local.throw_away
}

module "ecs_cluster_ap_southeast_1" {
  source    = "./modules/ecs-cluster"
  providers = { aws = aws.ap_southeast_1 }

  cluster_name = "${local.name}-ap-southeast-1"
  short_name   = "${local.short_name}-${local.codes["ap-southeast-1"]}"
  environment  = var.environment
  account_id   = var.account_id
  region       = "ap-southeast-1"
  min_size     = var.sizes["ap-southeast-1"].min
  max_size     = var.sizes["ap-southeast-1"].max
  desired_size = var.sizes["ap-southeast-1"].desired

  services             = local.services
  image                = local.image["ap-southeast-1"]
  migration_image      = local.migration_image["ap-southeast-1"]
  image_repository_arn = local.repository_arn["ap-southeast-1"]
  settings             = local.settings["ap-southeast-1"]
  secrets              = local.secrets["ap-southeast-1"]
  ai_secrets           = local.ai_secrets["ap-southeast-1"]

  vpc                           = { id = module.vpc_ap_southeast_1.vpc_id, cidr = var.cidrs["ap-southeast-1"] }
  public_subnet_ids             = module.vpc_ap_southeast_1.public_subnet_ids
  private_subnet_ids            = module.vpc_ap_southeast_1.private_subnet_ids
  peer_cidrs                    = [var.cidrs["us-east-1"], var.cidrs["eu-west-1"]]
  certificate_arn               = module.dns.origin_certificate_arns["ap-southeast-1"]
  cloudfront_prefix_list_id     = var.prefix_lists["ap-southeast-1"].cloudfront
  health_checker_prefix_list_id = var.prefix_lists["ap-southeast-1"].health_checkers
  origin_secret                 = var.origin_secret
  kms_key_arn                   = module.secrets_ap_southeast_1.kms_key_arn
  kms_key_alias                 = module.secrets_ap_southeast_1.kms_key_alias
  log_retention_days            = local.retention_days
  deletion_protection           = !local.throw_away
}

module "cloudfront" {
  source = "./modules/cloudfront"

  name        = local.name
  account_id  = var.account_id
  domain_name = var.domain_name
  origins = {
    us_east_1      = { domain_name = module.dns.regional_names["us-east-1"] }
    eu_west_1      = { domain_name = module.dns.regional_names["eu-west-1"] }
    ap_southeast_1 = { domain_name = module.dns.regional_names["ap-southeast-1"] }
  }
  latency_origin     = module.dns.origin_name
  certificate_arn    = module.dns.edge_certificate_arn
  web_acl_arn        = module.waf_edge.arn
  origin_secret      = var.origin_secret
  edge_dir           = "${path.root}/../../edge/dist"
  kms_key_arn        = module.secrets_us_east_1.kms_key_arn
  log_retention_days = local.retention_days
  force_destroy      = local.throw_away
}

module "dns" {
  source = "./modules/dns"
  providers = {
    aws        = aws
    aws.second = aws.eu_west_1
    aws.third  = aws.ap_southeast_1
  }

  name        = local.name
  zone_id     = var.zone_id
  domain_name = var.domain_name
  regions     = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  load_balancers = {
    us-east-1      = module.ecs_cluster_us_east_1.load_balancer
    eu-west-1      = module.ecs_cluster_eu_west_1.load_balancer
    ap-southeast-1 = module.ecs_cluster_ap_southeast_1.load_balancer
  }
  ingest_load_balancers = {
    us-east-1      = module.ecs_cluster_us_east_1.ingest_load_balancer
    eu-west-1      = module.ecs_cluster_eu_west_1.ingest_load_balancer
    ap-southeast-1 = module.ecs_cluster_ap_southeast_1.ingest_load_balancer
  }
  distribution_domain_name = module.cloudfront.domain_name
  alarm_topic_arn          = module.observability_us_east_1.topic_arn
}
