import type { ImportProgressView } from '@touchstone/contract'

/** How long a file's result can be queried. */
const keptMilliseconds = 10 * 60_000
/** Most files with known progress, of all organisations; the oldest is dropped first. */
const mostKnown = 1000

export const noProgress: ImportProgressView = {
  state: 'unknown',
  bytes: 0,
  rows: 0,
  taken: 0,
  failed: 0,
}

type Entry = ImportProgressView & { endedAt?: number }

/** Progress of the files that this process imports, by the sender's id. */
export class FileProgress {
  private readonly entries = new Map<string, Entry>()

  /** Starts counting; the progress can be queried until some time after the end. */
  begin(organisationId: string, id: string): ImportProgressView {
    this.forgetOld()
    const entry: Entry = { ...noProgress, state: 'running' }
    this.entries.set(nameOf(organisationId, id), entry)
    return entry
  }

  end(organisationId: string, id: string, state: 'done' | 'stopped'): void {
    const entry = this.entries.get(nameOf(organisationId, id))
    if (entry !== undefined) Object.assign(entry, { state, endedAt: Date.now() })
  }

  of(organisationId: string, id: string): ImportProgressView {
    const entry = this.entries.get(nameOf(organisationId, id))
    const { state, bytes, rows, taken, failed } = entry ?? noProgress
    return { state, bytes, rows, taken, failed }
  }

  private forgetOld(): void {
    const before = Date.now() - keptMilliseconds
    for (const [name, { endedAt = Infinity }] of this.entries) {
      if (endedAt < before || this.entries.size >= mostKnown) this.entries.delete(name)
    }
  }
}

function nameOf(organisationId: string, id: string): string {
  return `${organisationId}/${id.toLowerCase()}`
}
