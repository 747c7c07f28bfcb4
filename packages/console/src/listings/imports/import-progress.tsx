import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import styles from './import.module.css'
import { useProgress } from './use-import.ts'

export type UnderProps = {
  id: string
  /** Size of the file in bytes. */
  size: number
  onStop: () => void
}

export function ImportProgress({ id, size, onStop }: UnderProps): ReactNode {
  const { t, number, percent } = useText()
  const { data } = useProgress(id)
  const read = Math.min(1, (data?.bytes ?? 0) / Math.max(1, size))
  return (
    <Card
      title={t('import.running')}
      actions={
        <Button size="compact-sm" variant="default" onClick={onStop}>
          {t('import.stop')}
        </Button>
      }
    >
      <Progress
        value={read * 100}
        size="sm"
        animated
        aria-label={t('import.reading', { share: percent(read) })}
      />
      <dl className={styles.counts}>
        <Count name={t('import.file-read')} value={percent(read)} />
        <Count name={t('import.read')} value={data && number(data.rows)} />
        <Count name={t('import.imported')} value={data && number(data.taken)} />
        <Count name={t('import.failed')} value={data && number(data.failed)} />
      </dl>
      <p className={styles.hint}>{t('import.running.hint')}</p>
    </Card>
  )
}

function Count({ name, value }: { name: string; value: string | undefined }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">{value ?? '–'}</dd>
    </div>
  )
}

/** The rows that a stopped import has already added. */
export function StoppedImport({ id }: { id: string }): ReactNode {
  const { t, number } = useText()
  const { data } = useProgress(id)
  const rowCount = data?.taken ?? 0
  return (
    <Card
      title={t('import.stopped')}
      actions={
        rowCount > 0 && (
          <Button renderRoot={(props) => <Link to="/listings" {...props} />}>
            {t('import.view-listings')}
          </Button>
        )
      }
    >
      <p className={styles.hint} role="status">
        {data?.state === 'running'
          ? t('import.stopping')
          : t('import.stopped.description', { count: rowCount, taken: number(rowCount) })}
      </p>
    </Card>
  )
}
