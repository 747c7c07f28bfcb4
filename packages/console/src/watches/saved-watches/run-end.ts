import type { Text } from '../../messages/index.ts'
import type { WatchRun } from '../watch-components/index.ts'

/** Why a run ended, in a few words. */
export function runEndWords(t: Text['t'], { endedBy }: Pick<WatchRun, 'endedBy'>): string {
  return endedBy === null ? t('watch-state.running') : t(`watch-run-end.${endedBy}`)
}
