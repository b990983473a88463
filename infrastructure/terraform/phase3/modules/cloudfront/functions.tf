resource "aws_cloudfront_key_value_store" "this" {
  name    = var.name
  comment = "Maintenance and region pins, changed without a deployment"
}

resource "aws_cloudfrontkeyvaluestore_key" "maintenance" {
  key_value_store_arn = aws_cloudfront_key_value_store.this.arn
  key                 = "maintenance"
  value               = "off"

  lifecycle {
    # The runbook switches it; Terraform must not switch it back.
    ignore_changes = [value]
  }
}

resource "aws_cloudfront_function" "viewer_request" {
  name                         = "${var.name}-viewer-request"
  comment                      = "Request id, canonical address, token pre-check, maintenance, region pin"
  runtime                      = "cloudfront-js-2.0"
  publish                      = true
  code                         = file("${var.edge_dir}/viewer-request.js")
  key_value_store_associations = [aws_cloudfront_key_value_store.this.arn]
}

resource "aws_cloudfront_function" "viewer_response" {
  name    = "${var.name}-viewer-response"
  comment = "Gives the request id back"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = file("${var.edge_dir}/viewer-response.js")
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "log" {
  statement {
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    # It logs in the region nearest to the viewer, under a name that begins with us-east-1.
    resources = ["arn:aws:logs:*:${var.account_id}:log-group:/aws/lambda/us-east-1.${var.name}-origin-request:*"]
  }
}

resource "aws_iam_role" "origin_request" {
  name               = "${var.name}-origin-request"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "origin_request" {
  name   = "log"
  role   = aws_iam_role.origin_request.id
  policy = data.aws_iam_policy_document.log.json
}

# At the edge there is x86 only, no environment, no network of ours and no dead-letter queue.
resource "aws_lambda_function" "origin_request" {
  function_name    = "${var.name}-origin-request"
  description      = "Sends residents of the EU to the region that keeps their data"
  role             = aws_iam_role.origin_request.arn
  runtime          = "nodejs22.x"
  architectures    = ["x86_64"]
  handler          = "index.handler"
  filename         = "${var.edge_dir}/origin-request.zip"
  source_code_hash = filebase64sha256("${var.edge_dir}/origin-request.zip")
  memory_size      = 128
  timeout          = 5
  publish          = true
  # Its copies at the edge outlive the distribution by hours; a destroy would fail.
  skip_destroy = true
}
