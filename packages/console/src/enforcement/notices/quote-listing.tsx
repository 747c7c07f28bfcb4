import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { QueryStatus } from '../../components/index.ts'

/** In the language of the standard template, since the marketplace reads it. */
function quoted(what: 'title' | 'description', text: string): string {
  return `The ${what} says “${text}”.`
}

export type QuoteProps = {
  listing: string
  title: string
  /** Inserts the quotation into the listing's facts. */
  onQuote: (words: string) => void
}

/** Quotes a listing verbatim: its title, or the selected part of its description. */
export function QuoteListing({ listing, title, onQuote }: QuoteProps): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  const short = title.slice(0, 80)
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${t('notice.quote.title')}: ${short}`}
        onClick={() => onQuote(quoted('title', title))}
      >
        {t('notice.quote.title')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${t('notice.quote.text')}: ${short}`}
        onClick={() => setOpened(true)}
      >
        {t('notice.quote.text')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('notice.quote.text')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && (
          <Description
            listing={listing}
            onSelected={(text) => {
              onQuote(quoted('description', text))
              setOpened(false)
            }}
          />
        )}
      </Modal>
    </Group>
  )
}

type DescriptionProps = { listing: string; onSelected: (text: string) => void }

function Description({ listing, onSelected }: DescriptionProps): ReactNode {
  const { t } = useText()
  const [selected, setSelected] = useState('')
  const description = useQuery({
    queryKey: ['listing text', listing],
    queryFn: async ({ signal }) =>
      (await server.listings.read({ params: { id: listing }, signal })).listing.description ?? '',
  })
  if (!description.isSuccess) return <QueryStatus query={description} />
  if (description.data.trim() === '') return <p>{t('notice.quote.none')}</p>
  return (
    <Stack gap="md">
      <Textarea
        label={t('field.description')}
        description={t('notice.quote.hint')}
        readOnly
        autosize
        minRows={4}
        maxRows={16}
        dir="auto"
        value={description.data}
        onSelect={({ currentTarget: { value, selectionStart, selectionEnd } }) =>
          setSelected(value.slice(selectionStart, selectionEnd).trim())
        }
      />
      <Group gap="sm">
        <Button disabled={selected === ''} onClick={() => onSelected(selected)}>
          {t('notice.quote.submit')}
        </Button>
      </Group>
    </Stack>
  )
}
