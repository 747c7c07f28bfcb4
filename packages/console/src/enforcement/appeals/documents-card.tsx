import { useState, type ReactNode } from 'react'
import { addressOf } from '../../connection/index.ts'
import type { Appeal } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  DocumentActions,
  DocumentPreview,
  StateMark,
} from '../../components/index.ts'
import styles from './appeals.module.css'

const mediaTypeNames: Readonly<Record<Appeal['documents'][number]['mediaType'], string>> = {
  'application/pdf': 'PDF',
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
}

/** Documents of an appeal, previewed from their pixels or downloaded. */
export function DocumentsCard({ appeal: { id, documents } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const [shownId, setShownId] = useState<string>()
  const shown = documents.find((one) => one.id === shownId)
  return (
    <Card title={t('documents.title')} lead={documents.length > 0 && t('documents.description')}>
      {documents.length === 0 ? (
        <p className={styles.fine}>{t('documents.none')}</p>
      ) : (
        <Columns
          caption={t('documents.title')}
          heads={[t('documents.name'), t('documents.flags'), t('state.actions')]}
        >
          {documents.map((one) => {
            const { id: document, name, mediaType, bytes, sha256, flags } = one
            return (
              <tr key={document}>
                <td>
                  <span className="stranger">{name}</span>
                  <div className={styles.fine}>
                    {mediaTypeNames[mediaType]} ·{' '}
                    {t('capture.item.kib', { size: Math.ceil(bytes / 1024) })}
                  </div>
                  <details className={styles.fine}>
                    <summary>{t('documents.sha256')}</summary>
                    <code className={styles.digest}>{sha256}</code>
                  </details>
                </td>
                <td>
                  {flags.length === 0
                    ? t('documents.flags.none')
                    : flags.map((flag) => (
                        <StateMark key={flag} tone="waiting">
                          {t(`document-flag.${flag}`)}
                        </StateMark>
                      ))}
                </td>
                <td className="short">
                  <DocumentActions
                    address={addressOf('appeals', 'document', { id, document })}
                    name={name}
                    isShown={document === shownId}
                    onToggle={() => setShownId(document === shownId ? undefined : document)}
                  />
                </td>
              </tr>
            )
          })}
        </Columns>
      )}
      {shown !== undefined && (
        <DocumentPreview
          address={addressOf('appeals', 'document', { id, document: shown.id })}
          name={shown.name}
          mediaType={shown.mediaType}
        />
      )}
    </Card>
  )
}
