import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { startLive } from './live/live.ts';
import { createAppRouter } from './routes.tsx';
import { renewWhenOutdated } from './shell/renew.ts';
import { startSettings } from './state/settings.ts';
import './styles/app.css';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no element with id "root"');

const queries = createQueryClient();
const router = createAppRouter(queries);
renewWhenOutdated();
startSettings();
startLive(queries);
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
