import { serveReport } from './serve-report.ts'

/** Why a server cannot listen there and how to fix it; undefined if it can. */
export async function portProblem(host: string, port: number): Promise<string | undefined> {
  try {
    const server = await serveReport({ html: '', host, port })
    await server.close()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
