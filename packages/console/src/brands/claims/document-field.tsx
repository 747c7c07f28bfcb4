import { Button, Group, TextInput } from '@mantine/core'
import type { DocumentType, DocumentInput } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { base64OfFile } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FileDrop } from '../../components/index.ts'
import styles from './document-field.module.css'

/** A file, or a reference to where the document can be found. */
export type GivenDocument = { file: File } | { reference: string }

const types = ['application/pdf', 'image/png', 'image/jpeg'] satisfies DocumentType[]
/** The server's limit. */
const mostBytes = 10 * 1024 * 1024

export function isGiven(document: GivenDocument): boolean {
  return 'file' in document || document.reference.trim() !== ''
}

/** Encodes a document for the request. */
export async function documentOf(document: GivenDocument): Promise<DocumentInput> {
  if (!('file' in document)) return { reference: document.reference.trim() }
  const { file } = document
  const mediaType = types.find((type) => type === file.type) ?? 'application/pdf'
  return { mediaType, content: await base64OfFile(file) }
}

export type DocumentFieldProps = {
  label: string
  hint: string
  value: GivenDocument
  onChange: (document: GivenDocument) => void
}

/** Accepts a file, or a reference by which the reviewer finds the document. */
export function DocumentField({ label, hint, value, onChange }: DocumentFieldProps): ReactNode {
  const { t, number } = useText()
  const [refused, setRefused] = useState<string>()
  const take = (file: File): void => {
    const isTaken = types.some((type) => type === file.type)
    setRefused(
      !isTaken
        ? t('claim-document.of-type')
        : file.size > mostBytes
          ? t('claim-document.too-large')
          : undefined,
    )
    if (isTaken && file.size <= mostBytes) onChange({ file })
  }
  return (
    <fieldset className={styles.field}>
      <legend>{label}</legend>
      <p>{hint}</p>
      {'file' in value ? (
        <Group gap="sm">
          <span className="stranger">
            <strong>{value.file.name}</strong> ·{' '}
            {t('claim.kib', { size: number(Math.ceil(value.file.size / 1024)) })}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => onChange({ reference: '' })}>
            {t('claim-document.other')}
          </Button>
        </Group>
      ) : (
        <>
          <FileDrop
            label={t('claim-document.drop')}
            hint={t('claim-document.types')}
            onFile={take}
          />
          {refused !== undefined && (
            <p role="alert" className={styles.refused}>
              {refused}
            </p>
          )}
          <TextInput
            label={t('claim-document.reference')}
            description={t('claim-document.reference.hint')}
            maxLength={500}
            value={value.reference}
            onChange={({ currentTarget }) => onChange({ reference: currentTarget.value })}
          />
        </>
      )}
    </fieldset>
  )
}
