/**
 * Started by bin/richesreach.js under another Node, we stop when that process ends without telling us: killed outright,
 * it could not pass anything on, and we would live on unseen.
 */
export function stopWithParent(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
