import { Button, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReportAction } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  ConfirmButton,
  FactList,
  Moment,
  Page,
  QueryStatus,
  Refused,
  StateMark,
  StrangersAddress,
  SubmitButton,
} from '../../components/index.ts'
import { addressOf, inboxKey, server } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { CodeStateMark } from '../codes/code-state-mark.tsx'
import styles from '../goods.module.css'
import { reportsKey, useReport, type Report } from '../queries.ts'
import { DangerMark } from './danger-mark.tsx'
import { subjectOf } from './reports-page.tsx'

const route = getRouteApi('/member/reports/$id')

export function ReportPage(): ReactNode {
  const { id } = route.useParams()
  const report = useReport(id)
  if (!report.isSuccess) return <QueryStatus query={report} />
  return <ReportDetails key={id} report={report.data} />
}

/** One report by a buyer, with its answer. */
function ReportDetails({ report }: { report: Report }): ReactNode {
  const { t, locale, number } = useText()
  const { decide } = permissionsOf(useMember())
  const { gtin, serial, listing, country, safetyContact } = report
  return (
    <Page
      title={subjectOf(report)}
      lead={t(`report-kind.${report.kind}`)}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/reports" {...props} />}>
          {t('reports.all')}
        </Button>
      }
    >
      <Card title={t('report.content')} actions={<ReportStateMark state={report.state} />}>
        <div className={styles.stack}>
          <p className={`${styles.words} stranger`} dir="auto">
            {report.text}
          </p>
          <FactList
            facts={[
              [
                t('reports.danger'),
                report.danger === 'none' ? undefined : (
                  <DangerMark key="d" danger={report.danger} />
                ),
              ],
              [
                t('report.safety-contact'),
                safetyContact === null ? undefined : (
                  <StrangersAddress key="s" text={safetyContact.url} />
                ),
              ],
              [t('reports.category'), t(`goods-category.${report.category}`)],
              [t('reports.sources'), number(report.sources)],
              [
                t('report.code'),
                gtin === null || serial === null ? undefined : (
                  <Link key="c" to="/codes/$gtin/$serial" params={{ gtin, serial }}>
                    {subjectOf(report)}
                  </Link>
                ),
              ],
              [
                t('report.code-state'),
                report.codeState === null ? undefined : (
                  <CodeStateMark key="k" state={report.codeState} />
                ),
              ],
              [
                t('report.listing'),
                listing === null ? undefined : <StrangersAddress key="l" text={listing} />,
              ],
              [t('report.country'), country === null ? undefined : regionName(locale, country)],
              [t('report.contact'), report.contact ?? undefined],
              [t('reports.received-at'), <Moment key="r" at={report.receivedAt} />],
              [
                t('report.case'),
                report.case === null ? undefined : (
                  <Link key="f" to="/cases/$id" params={{ id: report.case }}>
                    {t('report.case.open')}
                  </Link>
                ),
              ],
            ]}
          />
          {report.reason !== null && (
            <p className={styles.fine}>{t('report.reason', { reason: report.reason })}</p>
          )}
        </div>
      </Card>
      {report.photos > 0 && <PhotosCard report={report} />}
      <Card title={t('report.messages')} lead={t('report.messages.lead')}>
        {report.messages.length > 0 && (
          <ol className={styles.trail}>
            {report.messages.map(({ by, text, at }) => (
              <li key={at}>
                <strong>{t(`report.by.${by}`)}</strong> <Moment at={at} />
                <p className={`${styles.words} stranger`} dir="auto">
                  {text}
                </p>
              </li>
            ))}
          </ol>
        )}
        {decide && <AnswerForm report={report} />}
      </Card>
    </Page>
  )
}

function ReportStateMark({ state }: Pick<Report, 'state'>): ReactNode {
  const { t } = useText()
  const tone = state === 'open' ? 'waiting' : state === 'unfounded' ? 'plain' : 'good'
  return <StateMark tone={tone}>{t(`report-state.${state}`)}</StateMark>
}

function PhotosCard({ report: { id, photos } }: { report: Report }): ReactNode {
  const { t, number } = useText()
  return (
    <Card title={t('report.photos')} lead={t('report.photos.lead')}>
      <ul className={styles.photos}>
        {Array.from({ length: photos }, (_, place) => (
          <li key={place}>
            <img
              src={addressOf('reports', 'photo', { id, place: String(place) })}
              alt={t('report.photo', { number: number(place + 1) })}
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function AnswerForm({ report }: { report: Report }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const act = async (action: ReportAction): Promise<void> => {
    const { id, version: expectedVersion } = report
    const changed = await server.reports.act({ params: { id }, body: { action, expectedVersion } })
    queries.setQueryData(['report', id], changed)
    await queries.invalidateQueries({ queryKey: reportsKey })
    await queries.invalidateQueries({ queryKey: inboxKey })
  }
  const answer = useMutation({
    mutationFn: () => act({ type: 'answer', text: words.trim() }),
    onSuccess: () => setWords(''),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    answer.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          label={t('report.answer')}
          description={t('report.answer.hint')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          value={words}
          onChange={({ currentTarget: { value } }) => setWords(value)}
        />
        <SubmitButton isPending={answer.isPending} missing={words.trim() === ''}>
          {t('report.answer.send')}
        </SubmitButton>
        <Refused error={answer.error} />
        <div className={styles.steps}>
          {report.kind === 'contest' && (
            <ConfirmButton
              label={t('report.clear')}
              title={t('report.clear')}
              text={t('report.clear.text')}
              reason={{ label: t('report.clear.words'), required: true }}
              run={(text) => act({ type: 'clear', text })}
            />
          )}
          {report.case === null && (
            <ConfirmButton
              label={t('report.put-into-case')}
              title={t('report.put-into-case')}
              text={t('report.put-into-case.text')}
              run={() => act({ type: 'put-into-case' })}
            />
          )}
          {report.state !== 'unfounded' && (
            <ConfirmButton
              label={t('report.close')}
              title={t('report.close')}
              text={t('report.close.text')}
              reason={{ label: t('report.close.reason'), required: true }}
              run={(reason) => act({ type: 'close-unfounded', reason })}
            />
          )}
        </div>
      </Stack>
    </form>
  )
}
