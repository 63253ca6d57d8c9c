"""The model: cue classifiers over sentences, verdicts over replies, and the bundle they are kept in."""
