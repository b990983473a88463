# Three disjoint networks, each with a way to the two others.

module "vpc_us_east_1" {
  source = "./modules/vpc"

  name               = "${local.name}-us-east-1"
  account_id         = var.account_id
  region             = "us-east-1"
  cidr               = var.cidrs["us-east-1"]
  availability_zones = var.availability_zones["us-east-1"]
  nat_gateways       = local.profile.nat_gateways
  kms_key_arn        = module.secrets_us_east_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "vpc_eu_west_1" {
  source    = "./modules/vpc"
  providers = { aws = aws.eu_west_1 }

  name               = "${local.name}-eu-west-1"
  account_id         = var.account_id
  region             = "eu-west-1"
  cidr               = var.cidrs["eu-west-1"]
  availability_zones = var.availability_zones["eu-west-1"]
  nat_gateways       = local.profile.nat_gateways
  kms_key_arn        = module.secrets_eu_west_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "vpc_ap_southeast_1" {
  source    = "./modules/vpc"
  providers = { aws = aws.ap_southeast_1 }

  name               = "${local.name}-ap-southeast-1"
  account_id         = var.account_id
  region             = "ap-southeast-1"
  cidr               = var.cidrs["ap-southeast-1"]
  availability_zones = var.availability_zones["ap-southeast-1"]
  nat_gateways       = local.profile.nat_gateways
  kms_key_arn        = module.secrets_ap_southeast_1.kms_key_arn
  log_retention_days = local.retention_days
}

module "peering_us_east_1_eu_west_1" {
  source = "./modules/peering"
  providers = {
    aws.requester = aws
    aws.accepter  = aws.eu_west_1
  }

  name = "${local.name}-${local.codes["us-east-1"]}-${local.codes["eu-west-1"]}"
  requester = {
    vpc_id          = module.vpc_us_east_1.vpc_id
    cidr            = var.cidrs["us-east-1"]
    route_table_ids = module.vpc_us_east_1.peered_route_table_ids
  }
  accepter = {
    vpc_id          = module.vpc_eu_west_1.vpc_id
    cidr            = var.cidrs["eu-west-1"]
    region          = "eu-west-1"
    route_table_ids = module.vpc_eu_west_1.peered_route_table_ids
  }
}

module "peering_us_east_1_ap_southeast_1" {
  source = "./modules/peering"
  providers = {
    aws.requester = aws
    aws.accepter  = aws.ap_southeast_1
  }

  name = "${local.name}-${local.codes["us-east-1"]}-${local.codes["ap-southeast-1"]}"
  requester = {
    vpc_id          = module.vpc_us_east_1.vpc_id
    cidr            = var.cidrs["us-east-1"]
    route_table_ids = module.vpc_us_east_1.peered_route_table_ids
  }
  accepter = {
    vpc_id          = module.vpc_ap_southeast_1.vpc_id
    cidr            = var.cidrs["ap-southeast-1"]
    region          = "ap-southeast-1"
    route_table_ids = module.vpc_ap_southeast_1.peered_route_table_ids
  }
}

module "peering_eu_west_1_ap_southeast_1" {
  source = "./modules/peering"
  providers = {
    aws.requester = aws.eu_west_1
    aws.accepter  = aws.ap_southeast_1
  }

  name = "${local.name}-${local.codes["eu-west-1"]}-${local.codes["ap-southeast-1"]}"
  requester = {
    vpc_id          = module.vpc_eu_west_1.vpc_id
    cidr            = var.cidrs["eu-west-1"]
    route_table_ids = module.vpc_eu_west_1.peered_route_table_ids
  }
  accepter = {
    vpc_id          = module.vpc_ap_southeast_1.vpc_id
    cidr            = var.cidrs["ap-southeast-1"]
    region          = "ap-southeast-1"
    route_table_ids = module.vpc_ap_southeast_1.peered_route_table_ids
  }
}
