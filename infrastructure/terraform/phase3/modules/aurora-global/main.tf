resource "aws_rds_global_cluster" "this" {
  provider = aws.primary

  global_cluster_identifier = var.name
  engine                    = "aurora-postgresql"
  engine_version            = var.engine_version
  database_name             = "richesreach"
  storage_encrypted         = true
  deletion_protection       = var.environment != "dev"
  force_destroy             = false

  lifecycle {
    # A minor version applied by AWS is not ours to take back.
    ignore_changes = [engine_version]
  }
}

locals {
  common = {
    global_cluster_identifier = aws_rds_global_cluster.this.id
    environment               = var.environment
    engine_version            = var.engine_version
    instance_class            = var.instance_class
    serverless_capacity       = var.serverless_capacity
    backup_retention_days     = var.backup_retention_days
    account_id                = var.account_id
  }
}

module "primary" {
  source    = "./cluster"
  providers = { aws = aws.primary }

  name      = "${var.name}-${var.regions.primary.region}"
  network   = var.regions.primary
  instances = var.instances.primary
  settings  = local.common
  # A managed master password is refused on a global database, so the owner's comes in from outside.
  is_writer               = true
  master_password         = var.master_password
  master_password_version = var.master_password_version
}

module "second" {
  source    = "./cluster"
  providers = { aws = aws.second }

  name      = "${var.name}-${var.regions.second.region}"
  network   = var.regions.second
  instances = var.instances.secondary
  settings  = local.common
  joins     = module.primary.cluster_id
}

module "third" {
  source    = "./cluster"
  providers = { aws = aws.third }

  name      = "${var.name}-${var.regions.third.region}"
  network   = var.regions.third
  instances = var.instances.secondary
  settings  = local.common
  joins     = module.primary.cluster_id
}
