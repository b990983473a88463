#!/usr/bin/env bash
# What stands for aws, terraform, npm and buildah in the tests: it keeps a small world in a directory, writes down every
# change, and can kill the whole deployment right after one.
set -euo pipefail
program=$1
shift
line="$*"
state=$STUB_WORLD/state
mkdir -p "$state"

at() { printf '%s/%s' "$state" "${1//[^A-Za-z0-9._-]/_}"; }
show() { [ -f "$(at "$1")" ] && cat "$(at "$1")"; }
after() { # the word after an option
  local word previous=''
  for word in "${words[@]}"; do
    [ "$previous" != "$1" ] || printf '%s' "$word"
    previous=$word
  done
}
changed() { # changed <name>: keeps what comes in
  cat >"$(at "$1")"
  printf '%s %s\n' "$program" "$line" >>"$STUB_WORLD/changes"
  # The whole process group, as a lost machine would be.
  [ "$(wc -l <"$STUB_WORLD/changes")" != "${STUB_KILL_AT:-}" ] || kill -9 0
}
digest() { printf 'sha256:%s' "$(printf '%s' "$1" | sha256sum | cut -d' ' -f1)"; }
words=("$@")
image=${STUB_IMAGE:-good}

case "$program $line" in
'aws sts'*) echo "${STUB_ACCOUNT:-333333333333}" ;;
'aws s3api head-bucket'*) [ -z "${STUB_NO_BUCKET:-}" ] ;;
'aws ec2 describe-managed'*) echo "$STUB_LISTS" ;;
'aws ecr describe-images'*) show "$(after --image-ids)" ;;
'aws ecr get-login'*) echo password ;;
'aws s3 cp s3:'*) show "$3" ;;
'aws s3 cp -'*) changed "$4" ;;
'aws secretsmanager get'*) show "$(after --secret-id)" ;;
'aws secretsmanager create'*) changed "$(after --name)" ;;
'aws secretsmanager put'*) changed "$(after --secret-id)" ;;
'aws ecs run-task'*) printf 'yes' | changed migrated && echo arn:task ;;
'aws ecs describe-tasks'*) echo "${STUB_MIGRATION_EXIT:-0}" ;;
'aws ecs wait'*) ;;
'aws cloudwatch describe-alarms'*) ! show applied | sed 1d | head -n 1 | grep -q "$(digest bad)" || echo bad-5xx ;;
'terraform '*' init '*) ;;
'terraform '*' plan '*)
  wanted=$(printf 'digests\n%s\n%s' "${TF_VAR_image_digests:?}" "${TF_VAR_migration_digest:?}")
  [[ $line =~ -out=([^ ]+) ]]
  printf '%s' "$wanted" >"${BASH_REMATCH[1]}"
  echo 'Plan: 1 to add'
  [ "$(show applied)" = "$wanted" ] || exit 2
  ;;
'terraform '*' apply '*) changed applied <"${words[-1]}" ;;
'terraform '*' show '*) echo '{}' ;;
'terraform '*' output '*)
  for region in us-east-1 eu-west-1 ap-southeast-1; do
    printf '%s\n' "$region.writer=w" "$region.reader=r" "$region.redis=c" "$region.cluster=e" "$region.task_definition=d" "$region.subnets=s-1,s-2" "$region.security_group=g"
  done
  ;;
'buildah login'*) cat >/dev/null ;;
'buildah push'*) digest "$image" | changed "imageTag=${line##*:}" ;;
'npm run --silent image'*) digest "id-$image" ;;
'npm run --silent policy'*) [ "${STUB_POLICY:-}" != broken ] ;;
'npm sbom'*) echo '{}' ;;
'npm '*) ;;
*) exit 254 ;;
esac
