import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { type Problem, problemOf } from '../../queries/problem.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';

interface Props {
  /** What a call was rejected with. */
  readonly error: unknown;
  readonly onRetry: () => void;
  /** The part of the screen that failed, in words: its retry is told apart from those of other parts. */
  readonly what?: string | undefined;
}

/** Why something cannot be shown, what to do about it, and the means to try again. */
export function ProblemNotice({ error, onRetry, what }: Props) {
  const { t } = useTexts();
  const problem = problemOf(error);
  const { title, text } = t.problems[problem.kind];
  return (
    <Notice tone={problem.kind === 'other' ? 'bad' : 'warn'} title={what === undefined ? title : `${what}: ${title}`} text={text}>
      <Particulars problem={problem} />
      <Button title={t.retry} label={what === undefined ? t.retry : t.retryOf(what)} icon="refresh" onPress={onRetry} />
    </Notice>
  );
}

/** What the answer itself says, which is English in every interface. */
function Particulars({ problem: { kind, message, expected, hint, reference } }: { readonly problem: Problem }) {
  const { t } = useTexts();
  // The title has said it all.
  const said = kind === 'unreachable' ? [] : [message, expected, hint].filter((part) => part !== undefined);
  if (said.length === 0 && reference === undefined) return null;
  return (
    <View style={{ gap: SPACE.xs }}>
      {said.map((part) => (
        <Txt key={part} type="label" color="quiet" {...IN_ENGLISH}>
          {part}
        </Txt>
      ))}
      {reference !== undefined && message?.includes(reference) !== true && (
        <Txt type="label" color="quiet">
          {t.problems.reference(reference)}
        </Txt>
      )}
    </View>
  );
}
