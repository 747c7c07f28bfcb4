import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './preview.module.css'
import { firstLines } from './first-lines.ts'

/** The beginning of a file as it stands, so that a wrong one is seen before it is sent. */
export function Preview({ file }: { file: File }): ReactNode {
  const { t, number } = useText()
  const lines = useQuery({
    queryKey: ['file', file.name, file.size, file.lastModified],
    queryFn: () => firstLines(file),
    gcTime: 0,
  })
  return (
    <section aria-label={t('import.preview')}>
      <p className={styles.name}>
        <strong className="stranger">{file.name}</strong>{' '}
        <span>{t('import.size', { kilobytes: number(Math.ceil(file.size / 1024)) })}</span>
      </p>
      {lines.data === null && <p className={styles.none}>{t('import.no-preview')}</p>}
      {lines.data && (
        <pre className={styles.lines} tabIndex={0} aria-label={t('import.preview')}>
          {lines.data.join('\n')}
        </pre>
      )}
    </section>
  )
}
