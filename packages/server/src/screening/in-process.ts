import { BASE_RATE } from '@touchstone/recognition'
import { compileEngine, type Engine } from './engine.ts'
import type { Screening } from './model.ts'
import { notRunning } from './screening.ts'

/** An engine on the thread that asks: for tests, and for whoever has few offers. */
export function inProcess(engine: Engine): Screening {
  let current = engine
  const listeners: ((name: string) => void)[] = []
  return {
    get name() {
      return current.name
    },
    get names() {
      return [current.name]
    },
    candidate: undefined,
    baseRate: BASE_RATE,
    screen: async (listings, options = {}) => {
      const { engine: name = current.name } = options
      if (name !== current.name) throw notRunning(name, [current.name])
      return listings.map((listing) => current.screen(listing))
    },
    use: async (catalog) => {
      const next = compileEngine(catalog)
      if (next.name !== current.name) {
        current = next
        for (const listener of listeners) listener(next.name)
      }
      return { name: current.name }
    },
    onChange: (listener) => void listeners.push(listener),
    close: async () => undefined,
  }
}
