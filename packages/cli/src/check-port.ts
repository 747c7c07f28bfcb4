import { serveReport } from './serve-report.ts'

/** Why a server could not listen there, with the mend; undefined where it could. */
export async function portProblem(host: string, port: number): Promise<string | undefined> {
  try {
    const server = await serveReport({ html: '', host, port })
    await server.close()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
