import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RegisterExtractView } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Claim } from '../../investigation/case-components/index.ts'
import { base64OfFile, server } from '../../connection/index.ts'
import { claimRight } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { FileDrop, FormEnd, TerritoriesField } from '../../components/index.ts'
import { classesIn } from './draft.ts'
import styles from './notices.module.css'

const kinds = ['trade-mark', 'copyright', 'design', 'other'] satisfies RegisterExtractView['kind'][]
const types = ['application/pdf', 'image/png', 'image/jpeg'] as const
/** The server's limit. */
const mostBytes = 10 * 1024 * 1024

/** Uploads a register extract and records its statement. */
export function ExtractForm({ claims }: { claims: readonly Claim[] }): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button mt="sm" variant="default" onClick={() => setOpened(true)}>
        {t('register-extract.add')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('register-extract.add')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <Form claims={claims} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  )
}

type FormProps = { claims: readonly Claim[]; onClose: () => void }

function Form({ claims, onClose }: FormProps): ReactNode {
  const { t, number } = useText()
  const queries = useQueryClient()
  const [claim, setClaim] = useState(claims[0]?.id ?? '')
  const [kind, setKind] = useState<RegisterExtractView['kind']>('trade-mark')
  const [file, setFile] = useState<File>()
  const [refused, setRefused] = useState<string>()
  const [typed, setTyped] = useState({
    name: '',
    classes: '',
    validFrom: '',
    validUntil: '',
    on: '',
  })
  const [territory, setTerritory] = useState<string[]>([])
  const put = (part: Partial<typeof typed>): void => setTyped({ ...typed, ...part })
  const chosen = claims.find(({ id }) => id === claim)
  const name =
    typed.name.trim() === '' && chosen
      ? `${chosen.brand} (${claimRight(chosen)})`
      : typed.name.trim()
  const classes = classesIn(typed.classes)
  const keep = useMutation({
    mutationFn: async () => {
      if (file === undefined) return
      const mediaType = types.find((type) => type === file.type) ?? 'application/pdf'
      await server.notices.addExtract({
        body: {
          claim,
          kind,
          name,
          mediaType,
          on: typed.on,
          validFrom: typed.validFrom,
          validUntil: typed.validUntil === '' ? null : typed.validUntil,
          territory,
          classes: classes.length === 0 ? null : classes,
          content: await base64OfFile(file),
        },
      })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['notice settings', 'extracts'] })
      onClose()
    },
  })
  const selectFile = (file: File): void => {
    const isTaken = types.some((type) => type === file.type)
    const tooLarge = file.size > mostBytes
    setRefused(
      !isTaken ? t('claim-document.of-type') : tooLarge ? t('claim-document.too-large') : undefined,
    )
    if (isTaken && !tooLarge) setFile(file)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    keep.mutate()
  }
  const text = (field: keyof typeof typed, more: { type?: string; placeholder?: string } = {}) => ({
    ...more,
    label: t(`register-extract.${field}`),
    value: typed[field],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      put({ [field]: currentTarget.value }),
  })
  const isReady =
    file !== undefined && territory.length > 0 && typed.on !== '' && typed.validFrom !== ''
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NativeSelect
          label={t('notice.claim')}
          value={claim}
          data={claims.map((one) => ({
            value: one.id,
            label: `${one.brand} · ${claimRight(one)}`,
          }))}
          onChange={({ currentTarget }) => setClaim(currentTarget.value)}
        />
        {file ? (
          <Group gap="sm">
            <span className="stranger">
              <strong>{file.name}</strong> ·{' '}
              {t('claim.kib', { size: number(Math.ceil(file.size / 1024)) })}
            </span>
            <Button size="compact-sm" variant="default" onClick={() => setFile(undefined)}>
              {t('claim-document.other')}
            </Button>
          </Group>
        ) : (
          <FileDrop
            label={t('register-extract.file')}
            hint={t('claim-document.types')}
            onFile={selectFile}
          />
        )}
        {refused !== undefined && <p role="alert">{refused}</p>}
        <TextInput {...text('on', { type: 'date' })} required withAsterisk={false} />
        <NativeSelect
          label={t('register-extract.kind')}
          value={kind}
          data={kinds.map((value) => ({ value, label: t(`right-kind.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setKind(kinds.find((one) => one === value) ?? 'trade-mark')
          }
        />
        <TextInput {...text('name', { placeholder: name })} maxLength={300} />
        <TerritoriesField
          label={t('register-extract.territory')}
          offices
          value={territory}
          onChange={setTerritory}
        />
        <TextInput
          {...text('classes', { placeholder: '18, 25' })}
          description={t('register-extract.classes.hint')}
          maxLength={300}
        />
        <TextInput {...text('validFrom', { type: 'date' })} required withAsterisk={false} />
        <TextInput {...text('validUntil', { type: 'date' })} />
        <p className={styles.fine}>{t('register-extract.stored')}</p>
        <FormEnd error={keep.error} isPending={keep.isPending} ready={isReady} onLeave={onClose}>
          {t('register-extract.add')}
        </FormEnd>
      </Stack>
    </form>
  )
}
