import { statfs } from 'node:fs/promises'
import type { Metrics } from '../telemetry/index.ts'

/** Metrics of the disk on which a folder lies. */
export function diskGauges(metrics: Metrics, folder: string): void {
  metrics.gauges(
    () => statfs(folder),
    [
      {
        name: 'data_dir_disk_bytes',
        help: 'Bytes of the disk of DATA_DIR, and those that are free',
        labels: ['state'],
        values: ({ bavail, blocks, bsize }) => [
          { labels: { state: 'total' }, value: blocks * bsize },
          { labels: { state: 'free' }, value: bavail * bsize },
        ],
      },
    ],
  )
}
