resource "aws_security_group" "this" {
  name        = "${var.name}-aurora"
  description = "Aurora of ${var.name}"
  vpc_id      = var.network.vpc_id

  tags = { Name = "${var.name}-aurora" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.network.client_security_group_ids

  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Data subnets of ${var.name}"
  subnet_ids  = var.network.subnet_ids
}

resource "aws_rds_cluster_parameter_group" "this" {
  name        = var.name
  description = "TLS only; slow statements logged"
  family      = "aurora-postgresql${split(".", var.settings.engine_version)[0]}"

  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate"
  }

  parameter {
    name         = "log_min_duration_statement"
    value        = "500"
    apply_method = "immediate"
  }

  parameter {
    name         = "idle_in_transaction_session_timeout"
    value        = "60000"
    apply_method = "immediate"
  }
}

resource "aws_rds_cluster" "this" {
  cluster_identifier        = var.name
  global_cluster_identifier = var.settings.global_cluster_identifier
  engine                    = "aurora-postgresql"
  engine_version            = var.settings.engine_version
  # The readers' regions answer a rare write themselves by passing it on; floods go to the writer's ingest over HTTPS.
  enable_global_write_forwarding = !var.is_writer

  database_name              = var.is_writer ? "richesreach" : null
  master_username            = var.is_writer ? "richesreach_owner" : null
  master_password_wo         = var.is_writer ? var.master_password : null
  master_password_wo_version = var.is_writer ? var.master_password_version : null

  db_subnet_group_name            = aws_db_subnet_group.this.name
  vpc_security_group_ids          = [aws_security_group.this.id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name

  storage_encrypted                   = true
  kms_key_id                          = var.network.kms_key_arn
  iam_database_authentication_enabled = true
  backup_retention_period             = var.settings.backup_retention_days
  preferred_backup_window             = "02:00-03:00"
  preferred_maintenance_window        = "sun:06:00-sun:07:00"
  copy_tags_to_snapshot               = true
  deletion_protection                 = var.settings.environment != "dev"
  skip_final_snapshot                 = var.settings.environment == "dev"
  final_snapshot_identifier           = "${var.name}-final"
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  apply_immediately                   = false

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.settings.instance_class == "db.serverless" ? [var.settings.serverless_capacity] : []
    content {
      min_capacity = serverlessv2_scaling_configuration.value.min
      max_capacity = serverlessv2_scaling_configuration.value.max
    }
  }

  lifecycle {
    precondition {
      condition     = var.is_writer || var.joins != null
      error_message = "A secondary joins a global cluster whose writer is there: set joins."
    }

    # After a failover AWS changes who replicates from whom; Terraform must not turn it back.
    ignore_changes = [replication_source_identifier, global_cluster_identifier, engine_version]
  }
}

resource "aws_rds_cluster_instance" "this" {
  count = var.instances

  identifier                      = "${var.name}-${count.index + 1}"
  cluster_identifier              = aws_rds_cluster.this.id
  engine                          = "aurora-postgresql"
  engine_version                  = var.settings.engine_version
  instance_class                  = var.settings.instance_class
  db_subnet_group_name            = aws_db_subnet_group.this.name
  publicly_accessible             = false
  auto_minor_version_upgrade      = true
  copy_tags_to_snapshot           = true
  promotion_tier                  = count.index
  ca_cert_identifier              = "rds-ca-rsa2048-g1"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.network.kms_key_arn
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn

  lifecycle {
    ignore_changes = [engine_version]
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.settings.account_id]
    }
  }
}

data "aws_iam_policy_document" "monitoring" {
  statement {
    actions   = ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"]
    resources = ["arn:aws:logs:${var.network.region}:${var.settings.account_id}:log-group:RDS*"]
  }
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.name}-rds-monitoring"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "monitoring" {
  name   = "write"
  role   = aws_iam_role.monitoring.id
  policy = data.aws_iam_policy_document.monitoring.json
}
