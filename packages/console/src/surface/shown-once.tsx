import { Button, Group } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './shown-once.module.css'

export type ShownOnceProps = { label: string; hint: string; secret: string }

/** A secret that no other page shows again. */
export function ShownOnce({ label, hint, secret }: ShownOnceProps): ReactNode {
  const { t } = useText()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    setCopied(true)
  }
  return (
    <div className={styles.box} role="status">
      <strong>{label}</strong>
      <p>{hint}</p>
      <code>{secret}</code>
      {'clipboard' in navigator && (
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => void copy()}>
            {copied ? t('state.copied') : t('state.copy')}
          </Button>
        </Group>
      )}
    </div>
  )
}
