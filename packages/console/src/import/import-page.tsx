import { Button, Group, Progress, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Client } from '@touchstone/client'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Faults,
  FileDrop,
  Page,
  Refused,
  VerdictMark,
  verdictOrder,
} from '../surface/index.ts'
import { Preview } from './preview.tsx'
import { upload, type Wishes } from './upload.ts'

type FileResult = Awaited<ReturnType<Client['listings']['takeFile']>>

/** Brings a file of offers in, which are judged on the way. */
export function ImportPage(): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  return (
    <Page title={t('import.title')} lead={t('import.lead')}>
      {rights.sendListings ? <Import /> : <Denied>{t('import.denied')}</Denied>}
    </Page>
  )
}

const nothingGiven: Wishes = { marketplace: '', currency: '', language: '' }

function Import(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [file, setFile] = useState<File>()
  const [wishes, setWishes] = useState(nothingGiven)
  const [sent, setSent] = useState(0)
  const run = useMutation({
    mutationFn: (chosen: File) => upload({ file: chosen, wishes, onProgress: setSent }),
    onMutate: () => setSent(0),
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  })
  const choose = (chosen: File): void => {
    run.reset()
    setFile(chosen)
  }
  return (
    <>
      <Card>
        <Stack gap="md">
          <FileDrop label={t('import.drop')} hint={t('import.formats')} onFile={choose} />
          {file && <Preview file={file} />}
          <Group gap="md" align="end">
            {(['marketplace', 'currency', 'language'] as const).map((name) => (
              <TextInput
                key={name}
                size="xs"
                label={t(`import.${name}`)}
                description={t(`import.${name}.hint`)}
                value={wishes[name]}
                onChange={({ currentTarget: { value } }) =>
                  setWishes({ ...wishes, [name]: value.trim() })
                }
              />
            ))}
          </Group>
          <Refused error={run.error} />
          {file && !run.isSuccess && (
            <Button
              loading={run.isPending}
              onClick={() => run.mutate(file)}
              style={{ alignSelf: 'start' }}
            >
              {t('import.do')}
            </Button>
          )}
          {run.isPending && <Under sent={sent} />}
        </Stack>
      </Card>
      {run.data && <Result result={run.data} fileName={file?.name ?? 'offers'} />}
    </>
  )
}

/** How far it has come: how much is sent, then that it is still being judged. */
function Under({ sent }: { sent: number }): ReactNode {
  const { t, percent } = useText()
  const words = sent < 1 ? t('import.sending', { share: percent(sent) }) : t('import.judging')
  return (
    <div role="status">
      <Progress value={sent * 100} size="sm" animated={sent >= 1} aria-label={words} />
      <p>{words}</p>
    </div>
  )
}

function Result({ result, fileName }: { result: FileResult; fileName: string }): ReactNode {
  const { t, number } = useText()
  const { taken, failed, states, verdicts, faults, format } = result
  return (
    <>
      <Card
        title={t('import.done', { count: taken })}
        lead={t('import.done.lead', {
          format,
          failed,
          changed: states.changed,
          unchanged: states.unchanged,
        })}
        actions={
          <Button renderRoot={(props) => <Link to="/offers" {...props} />}>
            {t('import.look')}
          </Button>
        }
      >
        <Columns caption={t('queue.verdict')} heads={[t('queue.verdict'), t('import.offers')]}>
          {verdictOrder.map((verdict) => (
            <tr key={verdict}>
              <td>
                <VerdictMark verdict={verdict} />
              </td>
              <td className="figures">{number(verdicts[verdict])}</td>
            </tr>
          ))}
        </Columns>
      </Card>
      <Faults title={t('faults.title')} faults={faults} fileName={fileName} />
    </>
  )
}
