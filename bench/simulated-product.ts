import { SIMULATOR_KEY, type Simulator, startSimulator } from '#simulator';
import { type Product, startProduct } from './ai-product.ts';

/** The product over simulated vendors, which run in this process. */
export async function startOverSimulator(): Promise<{ product: Product; simulator: Simulator }> {
  const simulator = await startSimulator();
  const { openai, anthropic, google } = simulator.baseUrls;
  const product = await startProduct({
    OPENAI_API_KEY: SIMULATOR_KEY,
    OPENAI_BASE_URL: openai,
    ANTHROPIC_API_KEY: SIMULATOR_KEY,
    ANTHROPIC_BASE_URL: anthropic,
    GOOGLE_API_KEY: SIMULATOR_KEY,
    GOOGLE_BASE_URL: google,
  });
  return { product, simulator };
}
