import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { clientModule } from './client-module.ts';
import { precompress } from './precompress.ts';

const API = process.env['RICHESREACH_URL'] ?? 'http://localhost:8000';
const PROXIED = [
  '/analytics/',
  '/ai/',
  '/v1/',
  '/performance/',
  '/openapi.json',
  '/asyncapi.json',
  '/problems',
  '/health',
  '/metrics',
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), clientModule(), precompress()],
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(PROXIED.map((path) => [path, { target: API, ws: true, changeOrigin: true }])),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // Every asset is a file of its own: data: addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
