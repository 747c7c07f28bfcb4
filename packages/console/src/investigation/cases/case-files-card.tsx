import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import {
  caseKey,
  useNameOf,
  type CaseFileView,
  type CaseDetailView,
} from '../case-components/index.ts'
import { addressOf, base64OfFile, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import {
  Card,
  DocumentPreview,
  FileDrop,
  FormEnd,
  Moment,
  Refused,
  QueryStatus,
} from '../../components/index.ts'
import styles from './case-page.module.css'

type FileAction = Parameters<typeof server.casework.actOnFile>[0]['body']['action']
type Step = { file: CaseFileView; action: FileAction }

/** Files of a case, previewed from their pixels or downloaded; deleting one takes two people. */
export function FilesCard({
  kase,
  mayWork,
}: {
  kase: CaseDetailView
  mayWork: boolean
}): ReactNode {
  const { t } = useText()
  const { id } = kase
  const queries = useQueryClient()
  const key = [...caseKey(id), 'files']
  const files = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await server.casework.files({ params: { id }, signal })).items,
  })
  const readAgain = (): Promise<void> => queries.invalidateQueries({ queryKey: caseKey(id) })
  const add = useMutation({
    mutationFn: async (file: File) => {
      const content = await base64OfFile(file)
      return server.casework.addFile({ params: { id }, body: { name: file.name, content } })
    },
    onSuccess: readAgain,
  })
  const [removed, setRemoved] = useState<CaseFileView>()
  const remove = useMutation({
    mutationFn: ({ file, action }: Step) =>
      server.casework.actOnFile({ params: { id, file: file.id }, body: { action } }),
    onSuccess: async () => {
      setRemoved(undefined)
      await readAgain()
    },
  })
  return (
    <Card title={t('case.files')} lead={t('case.files.description')}>
      {!files.isSuccess && <QueryStatus query={files} />}
      {files.data?.length === 0 && <p className={styles.none}>{t('case.files.empty')}</p>}
      <ul className={styles.files} aria-label={t('case.files')}>
        {(files.data ?? []).map((file) => (
          <FileRow
            key={file.id}
            kase={id}
            file={file}
            mayWork={mayWork}
            onAsk={() => setRemoved(file)}
            onStep={(action) => remove.mutate({ file, action })}
          />
        ))}
      </ul>
      {removed === undefined && <Refused error={add.error ?? remove.error} />}
      {mayWork && (
        <FileDrop
          label={t('case.files.drop')}
          hint={t('case.files.hint')}
          onFile={(file) => add.mutate(file)}
        />
      )}
      <Modal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={t('case.file.remove.title')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {removed && (
          <AskRemoval
            file={removed}
            isPending={remove.isPending}
            error={remove.error}
            onClose={() => setRemoved(undefined)}
            onAsk={(reason) =>
              remove.mutate({ file: removed, action: { type: 'request-removal', reason } })
            }
          />
        )}
      </Modal>
    </Card>
  )
}

type FileRowProps = {
  kase: string
  file: CaseFileView
  mayWork: boolean
  onAsk: () => void
  onStep: (action: FileAction) => void
}

function FileRow({ kase, file, mayWork, onAsk, onStep }: FileRowProps): ReactNode {
  const { t, number, time } = useText()
  const nameOf = useNameOf()
  const { name, mediaType, bytes, flags, at, by, removal, removedAt } = file
  const path = addressOf('casework', 'file', { id: kase, file: file.id })
  const [isOpen, setOpen] = useState(false)
  return (
    <li>
      {removedAt === null ? (
        <a href={path} download={name} className="stranger">
          {name}
        </a>
      ) : (
        <s className="stranger">{name}</s>
      )}
      <span className={styles.fine}>
        {t('case.file.size', { size: number(Math.ceil(bytes / 1024)) })} ·{' '}
        {by.kind === 'person' ? nameOf(by.id) : t(`actor.${by.kind}`)} · <Moment at={at} />
        {flags.map((flag) => ` · ${t(`case.file.${flag}`)}`)}
        {removedAt !== null && ` · ${t('case.file.removed', { at: time(removedAt) })}`}
      </span>
      {removal !== null && removedAt === null && (
        <p className={`${styles.said} stranger`}>
          {t('case.file.removal-requested', {
            name: nameOf(removal.by.id),
            reason: removal.reason,
          })}
        </p>
      )}
      {removedAt === null && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('case.file.preview')}
            <span className="only-read-aloud"> {name}</span>
          </Button>
          {mayWork && <RemovalSteps removal={removal} onAsk={onAsk} onStep={onStep} />}
        </Group>
      )}
      {isOpen && removedAt === null && (
        <DocumentPreview address={path} name={name} mediaType={mediaType} />
      )}
    </li>
  )
}

type RemovalStepsProps = Pick<CaseFileView, 'removal'> & Pick<FileRowProps, 'onAsk' | 'onStep'>

function RemovalSteps({ removal, onAsk, onStep }: RemovalStepsProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  if (removal === null) {
    return (
      <Button size="compact-xs" variant="subtle" onClick={onAsk}>
        {t('case.file.remove')}
      </Button>
    )
  }
  return (
    <>
      {removal.by.id === person.id ? (
        <span className={styles.fine}>{t('case.file.second-approver')}</span>
      ) : (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onStep({ type: 'approve-removal' })}
        >
          {t('case.file.confirm')}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" onClick={() => onStep({ type: 'reject-removal' })}>
        {t('case.file.keep')}
      </Button>
    </>
  )
}

type AskRemovalProps = {
  file: CaseFileView
  isPending: boolean
  error: unknown
  onClose: () => void
  onAsk: (reason: string) => void
}

function AskRemoval({ file, isPending, error, onClose, onAsk }: AskRemovalProps): ReactNode {
  const { t } = useText()
  const [words, setWords] = useState('')
  const reason = words.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason !== '') onAsk(reason)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className="stranger">{file.name}</p>
        <p>{t('case.file.remove.text')}</p>
        <Textarea
          label={t('case.reason')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <FormEnd error={error} isPending={isPending} ready={reason !== ''} onLeave={onClose}>
          {t('case.file.remove.request')}
        </FormEnd>
      </Stack>
    </form>
  )
}
