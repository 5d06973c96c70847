/** What the figures of one report mean, each under the name it has there. A modal's title has 24 characters. */
export type Definitions = { title: string; means: { term: string; is: string }[] };
