import type { EngineReleaseContent } from '@touchstone/contract'
import { BASE_RATE } from '@touchstone/recognition'
import { compileParts, type Engine } from './engine.ts'
import { partsOf, type EngineParts } from './engine-parts.ts'
import type { Screening } from './types.ts'
import { notRunning } from './screening.ts'

/** An engine on the calling thread: for tests, and for few listings. */
export function screenInProcess(engine: Engine): Screening {
  let current = engine
  let parts = partsOf(JSON.stringify({ brands: [] }))
  let live: EngineReleaseContent | undefined
  const listeners: ((name: string) => void)[] = []
  const change = (newParts: EngineParts): { name: string } => {
    const next = compileParts(newParts)
    parts = newParts
    if (next.name !== current.name) {
      current = next
      for (const listener of listeners) listener(next.name)
    }
    return { name: current.name }
  }
  return {
    get parts() {
      return parts
    },
    get name() {
      return current.name
    },
    get names() {
      return [current.name]
    },
    candidate: undefined,
    baseRate: BASE_RATE,
    screen: async (listings, options = {}) => {
      const { engine: name = current.name, facts } = options
      if (name !== current.name) throw notRunning(name, [current.name])
      return listings.map((listing, at) => current.screen(listing, facts?.[at]))
    },
    prepare: () => undefined,
    use: async (catalog) => change(partsOf(JSON.stringify(catalog), { release: live })),
    revise: async (releases) => {
      const used = change(partsOf(parts.catalog, { release: releases.live }))
      live = releases.live
      return used
    },
    onChange: (listener) => void listeners.push(listener),
    close: async () => undefined,
  }
}
