import { View } from 'react-native';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import type { Texts } from '../../texts/texts.ts';

export interface Complaint {
  readonly kind: keyof Texts['session']['problems'];
  /** What was said besides, in English. */
  readonly message?: string | undefined;
}

/** Why signing in did not work. @param id by which the field that it is about names it */
export function SignInProblemNotice({ id, problem }: { readonly id: string; readonly problem: Complaint }) {
  const { t } = useTexts();
  const { title, text } = t.session.problems[problem.kind];
  return (
    <View id={id}>
      <Notice tone="bad" title={title} text={text === '' ? undefined : text}>
        {problem.message !== undefined && (
          <Txt type="label" color="quiet" {...IN_ENGLISH}>
            {problem.message}
          </Txt>
        )}
      </Notice>
    </View>
  );
}
