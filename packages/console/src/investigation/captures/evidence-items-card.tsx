import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { CaptureRead } from '../case-components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, QueryStatus, StoredSentence } from '../../components/index.ts'
import styles from './captures.module.css'
import { isRedactable, RedactItem, type Redactable } from './redact-item.tsx'

export type ItemsCardProps = { id: string; items: CaptureRead['items'] }

/** Evidence items with their digests; documents are shown as text, never rendered. */
export function ItemsCard({ id, items }: ItemsCardProps): ReactNode {
  const { t } = useText()
  const [read, setRead] = useState<string>()
  const [redacted, setRedacted] = useState<Redactable>()
  return (
    <Card title={t('capture.items')} lead={t('capture.items.description')}>
      <Columns
        caption={t('capture.items')}
        heads={[
          t('capture.item'),
          t('capture.item.kind'),
          t('capture.item.size'),
          t('capture.item.sha256'),
          t('state.actions'),
        ]}
      >
        {items.map(({ name, title, mediatype, bytes, sha256, derivedFrom, how }) => (
          <tr key={name}>
            <td className="stranger">
              {name}
              <br />
              <span className={styles.fine}>
                {derivedFrom !== null && `${t('capture.item.derived', { from: derivedFrom })} `}
                <StoredSentence text={derivedFrom === null ? title : (how ?? title)} />
              </span>
            </td>
            <td className="short">{mediatype}</td>
            <td className="figures">{t('capture.item.kib', { size: Math.ceil(bytes / 1024) })}</td>
            <td>
              <code className={styles.digest}>{sha256}</code>
            </td>
            <td>
              <span className={styles.actions}>
                {/\.(html|json|txt)$/.test(name) && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`${t('capture.item.text')}: ${name}`}
                    onClick={() => setRead(name)}
                  >
                    {t('capture.item.text')}
                  </Button>
                )}
                {isRedactable(name, mediatype) && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`${t('redaction.open')}: ${name}`}
                    onClick={() => setRedacted({ name, mediatype })}
                  >
                    {t('redaction.open')}
                  </Button>
                )}
                <a href={addressOf('evidence', 'item', { id, name })} download={name}>
                  {t('capture.item.download')}
                  <span className="only-read-aloud"> {name}</span>
                </a>
              </span>
            </td>
          </tr>
        ))}
      </Columns>
      <Modal
        opened={read !== undefined}
        onClose={() => setRead(undefined)}
        title={read}
        size="xl"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {read !== undefined && <AsText id={id} name={read} />}
      </Modal>
      <RedactItem id={id} item={redacted} onClose={() => setRedacted(undefined)} />
    </Card>
  )
}

const mostShown = 50_000

type AsTextProps = { id: string; name: string }

/** A document as plain text: nothing in it becomes markup here. */
function AsText({ id, name }: AsTextProps): ReactNode {
  const { t } = useText()
  const text = useQuery({
    queryKey: ['capture', id, 'text', name],
    queryFn: async ({ signal }) => {
      const answer = await fetch(addressOf('evidence', 'item', { id, name }), { signal })
      if (!answer.ok) throw new Error(`the item was answered with ${answer.status}`)
      return answer.text()
    },
    staleTime: Infinity,
    retry: false,
  })
  if (!text.isSuccess) return <QueryStatus query={text} />
  const visibleText = text.data.slice(0, mostShown)
  return (
    <>
      {visibleText.length < text.data.length && (
        <p className={styles.fine}>
          {t('capture.item.text.cut', { shown: visibleText.length, all: text.data.length })}
        </p>
      )}
      {/* Focusable, so that it scrolls by keyboard. */}
      <pre className={styles.text} tabIndex={0}>
        <VisibleText text={visibleText} />
      </pre>
    </>
  )
}
