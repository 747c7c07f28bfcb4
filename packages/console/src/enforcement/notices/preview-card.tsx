import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'
import { documentAddress, usePreview } from './notice-queries.ts'

export type PreviewCardProps = { id: string; keptAt: number; title: string }

/** The notice as plain text: third-party content is never markup here. */
export function PreviewCard({ id, keptAt, title }: PreviewCardProps): ReactNode {
  const { t } = useText()
  const preview = usePreview(id, keptAt)
  return (
    <Card
      title={title}
      lead={t('notice.preview.description')}
      actions={
        <Button
          component="a"
          href={documentAddress(id)}
          target="_blank"
          rel="noopener"
          size="compact-sm"
          variant="default"
        >
          {t('notice.preview.pdf')}
        </Button>
      }
    >
      {!preview.isSuccess && <QueryStatus query={preview} />}
      {preview.isSuccess && (
        <>
          <p className={styles.subject}>
            <VisibleText text={preview.data.subject} />
          </p>
          {/* Focusable, so that it scrolls by keyboard. */}
          <pre className={styles.text} tabIndex={0}>
            <VisibleText text={preview.data.text} />
          </pre>
        </>
      )}
    </Card>
  )
}
