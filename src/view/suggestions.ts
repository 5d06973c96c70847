import type { Db } from '#db/db.ts';
import { newestStudy } from '#db/studies.ts';
import type { Settings } from '#domain/settings.ts';
import { placeOf } from '#domain/suggest/suggestion.ts';
import { nothingFoundWords, suggestionWords } from '#domain/suggest/words.ts';
import type { SuggestionsModel } from './home-models.ts';

/** What the past speaks for, as it was found last; null where nobody looked yet. */
export async function loadSuggestions(db: Db, settings: Settings): Promise<SuggestionsModel | null> {
  const newest = await newestStudy(db);
  if (newest === null) return null;
  const { at, since, study } = newest;
  const rows = study.suggestions.map((suggestion) => ({
    words: suggestionWords(settings, suggestion),
    ...placeOf(suggestion),
  }));
  return { at, since, rows, nothing: rows.length === 0 ? nothingFoundWords(study) : [] };
}
