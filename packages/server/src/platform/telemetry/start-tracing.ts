import type { TracesConfig } from '../config/index.ts'

/** Records spans and sends them to a collector, if one is configured; what sends them is only loaded then. */
export async function startTracing(
  traces: TracesConfig | undefined,
  options: { version: string; onFault: (error: unknown) => void },
): Promise<{ close(): Promise<void> }> {
  if (traces === undefined) return { close: async () => undefined }
  const { startOtlpExporter } = await import('./otlp-exporter.ts')
  return startOtlpExporter({ ...traces, ...options })
}
