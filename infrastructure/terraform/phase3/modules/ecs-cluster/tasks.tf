locals {
  settings = merge(
    {
      ENVIRONMENT          = var.environment
      HOST                 = "0.0.0.0"
      PORT                 = tostring(local.port)
      AWS_REGION           = var.region
      LOG_LEVEL            = "info"
      RICHESREACH_DEMO     = "false"
      RICHESREACH_DATA_DIR = "/tmp/richesreach"
      NODE_OPTIONS         = "--enable-source-maps"
      # What the application asks CloudWatch about.
      AWS_ECS_CLUSTER   = var.cluster_name
      AWS_LOAD_BALANCER = var.short_name
    },
    var.settings,
  )

  secrets = { for role in keys(var.services) : role => merge(var.secrets, contains(local.calls_ai, role) ? var.ai_secrets : {}) }

  # Everything in it is known at plan, so that the policy can read it: names and ARNs are built, not taken from resources.
  containers = {
    for role, it in merge(var.services, { migrate = { cpu = 512, memory = 1024 } }) : role => {
      name      = "app"
      image     = role == "migrate" ? coalesce(var.migration_image, var.image) : var.image
      essential = true
      command   = role == "migrate" ? ["migrate"] : ["serve"]
      user      = "10001:10001"

      readonlyRootFilesystem = true
      linuxParameters = {
        capabilities       = { drop = ["ALL"] }
        initProcessEnabled = true
      }
      # Draining takes up to 60 s; Fargate allows 120.
      stopTimeout = 90

      portMappings = role == "migrate" ? [] : [{ containerPort = local.port, protocol = "tcp" }]
      mountPoints  = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]

      environment = [
        for name, value in merge(local.settings, { RICHESREACH_ROLES = role == "migrate" ? "worker" : role }) :
        { name = name, value = value }
      ]
      secrets = [
        for name, arn in role == "migrate" ? var.secrets : local.secrets[role] : { name = name, valueFrom = arn }
      ]

      healthCheck = role == "migrate" ? null : {
        command = [
          "CMD", "node", "-e",
          "fetch('http://127.0.0.1:${local.port}/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
        ]
        interval    = 10
        timeout     = 5
        retries     = 3
        startPeriod = 30
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = "/riches-reach/${var.cluster_name}/${role == "migrate" ? "worker" : role}"
          awslogs-region        = var.region
          awslogs-stream-prefix = role
          # A slow log service must not stop the application.
          mode            = "non-blocking"
          max-buffer-size = "8m"
        }
      }
    }
  }
}

# One a role, and one more that changes the database's schema and ends.
resource "aws_ecs_task_definition" "this" {
  for_each = merge(var.services, { migrate = { cpu = 512, memory = 1024 } })

  family                   = "${var.cluster_name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  skip_destroy             = true
  container_definitions    = jsonencode([local.containers[each.key]])

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  # The root file system is read-only; this is the only place a task can write, and it ends with the task.
  volume {
    name = "tmp"
  }
}
