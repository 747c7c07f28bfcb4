import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReferralDocumentPurpose } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { Card, FileDrop, Refused } from '../../components/index.ts'
import { base64OfFile, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { documentPurposes } from './terms.ts'

const types = ['application/pdf', 'image/png', 'image/jpeg'] as const
/** The server's limit. */
const maxBytes = 10 * 1024 * 1024

/** Documents that go with the dossier, stored at once. */
export function DocumentsCard({ referral, writing }: PartProps): ReactNode {
  const { t, number } = useText()
  const { id, documents } = referral
  const [purpose, setPurpose] = useState<ReferralDocumentPurpose>('right-extract')
  const [title, setTitle] = useState('')
  const [refused, setRefused] = useState<string>()
  const attach = useMutation({
    mutationFn: async (file: File) => {
      const mediaType = knownOf(types, file.type)
      if (mediaType === undefined) return setRefused(t('dossier.document.of-type'))
      if (file.size > maxBytes) return setRefused(t('dossier.document.too-large'))
      setRefused(undefined)
      await server.referrals.attach({
        params: { id },
        body: {
          purpose,
          title: title.trim() === '' ? file.name.slice(0, 200) : title.trim(),
          document: { mediaType, content: await base64OfFile(file) },
        },
      })
      setTitle('')
      await writing.reread()
    },
  })
  const detach = useMutation({
    mutationFn: async (document: string) => {
      await server.referrals.detach({ params: { id, document } })
      await writing.reread()
    },
  })
  return (
    <div id={fieldId('/documents')} tabIndex={-1} className={styles.part}>
      <Card title={t('dossier.documents')} lead={t('dossier.documents.description')}>
        {documents.length > 0 && (
          <ul className={styles.plain} aria-label={t('dossier.documents')}>
            {documents.map((one) => (
              <li key={one.id} className={styles.between}>
                <span>
                  <span className="stranger" dir="auto">
                    {one.title}
                  </span>{' '}
                  <span className={styles.fine}>
                    {t(`dossier-document.${one.purpose}`)} ·{' '}
                    {t('dossier.kib', { size: number(Math.ceil(one.bytes / 1024)) })}
                  </span>
                </span>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={`${t('dossier.part.remove')}: ${one.title}`}
                  loading={detach.isPending && detach.variables === one.id}
                  onClick={() => detach.mutate(one.id)}
                >
                  {t('dossier.part.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.pairs}>
          <NativeSelect
            id={fieldId('/documents/purpose')}
            label={t('dossier.document.purpose')}
            value={purpose}
            data={documentPurposes.map((value) => ({
              value,
              label: t(`dossier-document.${value}`),
            }))}
            onChange={({ currentTarget }) =>
              setPurpose(knownOf(documentPurposes, currentTarget.value) ?? 'right-extract')
            }
          />
          <TextInput
            label={t('dossier.document.title')}
            description={t('dossier.document.title.hint')}
            maxLength={200}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        </div>
        <FileDrop
          label={t('dossier.document.drop')}
          hint={t('dossier.document.of-type')}
          onFile={(file) => attach.mutate(file)}
        />
        {refused !== undefined && <p role="alert">{refused}</p>}
        <Refused error={attach.error ?? detach.error} />
      </Card>
    </div>
  )
}
