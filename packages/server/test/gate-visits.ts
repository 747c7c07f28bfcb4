import {
  Gate,
  type storedTurns,
  VisitError,
  type Allowance,
  type Visit,
} from '../src/watches/gate/index.ts'

export const agent = { token: 'Touchstone', userAgent: 'Touchstone/test (+mailto:a@b.example)' }

export const unlimited: Allowance = {
  spendRequest: () => undefined,
  bytesLeft: () => Infinity,
  receive: () => undefined,
}

export function gateTo(turns: ReturnType<typeof storedTurns>, origins: readonly string[]): Gate {
  const allow = origins.map((origin) => ({ host: '127.0.0.1', port: Number(new URL(origin).port) }))
  return new Gate({ turns, agent, outbound: { allow } })
}

/** Visits a page; what it held, or how the visit failed. */
export async function outcomeOf(
  gate: Gate,
  url: string,
  more: Partial<Visit> = {},
): Promise<string> {
  try {
    const visited = await gate.visit(
      {
        url,
        accept: 'text/html',
        bytes: 1_000_000,
        allowance: unlimited,
        mayRedirectTo: (to) => to.hostname === new URL(url).hostname,
        patience: 30_000,
        ...more,
      },
      async ({ body }) => {
        const parts: Uint8Array[] = []
        for await (const part of body) parts.push(part)
        return Buffer.concat(parts).toString()
      },
    )
    return visited.kind === 'page' ? visited.value : visited.kind
  } catch (error) {
    if (error instanceof VisitError) return error.kind
    throw error
  }
}
