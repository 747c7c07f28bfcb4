import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import styles from './one-time-secret.module.css'

export type ShownOnceProps = { label: string; hint: string; secret: string }

/** A secret that is shown only once. */
export function ShownOnce({ label, hint, secret }: ShownOnceProps): ReactNode {
  return (
    <div className={styles.box} role="status">
      <strong>{label}</strong>
      <p>{hint}</p>
      <code>{secret}</code>
      <Group>
        <CopyButton text={secret} size="compact-sm" />
      </Group>
    </div>
  )
}
