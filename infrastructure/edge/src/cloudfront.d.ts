/** The one module that the runtime offers beside its built-ins. */
declare module 'cloudfront' {
  const cf: {
    kvs(): { get(key: string): Promise<string> };
    selectRequestOriginById(originId: string): void;
  };
  export default cf;
}
