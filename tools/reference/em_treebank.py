"""Treebank operations with nltk: normal form and its inverse, induced grammars, likeliest trees; bracket scores counted from the
trees' spans."""
import collections
import math
import random

from fixtures import Program, oracle

nltk = oracle("nltk")
Tree = nltk.Tree
Nonterminal, induce_pcfg = nltk.grammar.Nonterminal, nltk.grammar.induce_pcfg
ViterbiParser = nltk.parse.ViterbiParser

TOY = """
(S (NP (DT the) (JJ old) (NN man)) (VP (VBD saw) (NP (DT a) (NN dog)) (PP (IN with) (NP (DT the) (NN telescope)))) (. .))
(S (NP (NNP Mary)) (VP (VBD saw) (NP (NP (DT a) (NN dog)) (PP (IN with) (NP (NN fur))))) (. .))
(S (NP (DT the) (NN dog)) (VP (VBD slept)) (. .))
(S (NP (NNP Mary)) (VP (VBD slept) (PP (IN with) (NP (DT the) (JJ old) (JJ big) (NN dog)))) (. .))
(S (NP (NP (DT the) (NN man)) (PP (IN with) (NP (DT a) (NN telescope)))) (VP (VBD saw) (NP (NNP Mary))) (. .))
(S (VP (VBD saw) (NP (DT the) (JJ big) (JJ old) (NN man)) (PP (IN with) (NP (NNP Mary))) (ADVP (RB now))) (. .))
""".strip().split("\n")


def random_tree(depth):
    if depth == 0 or random.random() < 0.2:
        return Tree(random.choice(["P", "Q"]), [random.choice("xyz")])
    return Tree(random.choice("ABC"), [random_tree(depth - 1) for _ in range(random.choice([1, 1, 2, 2, 3, 4, 5]))])


def flat(tree):
    return tree.pformat(margin=10**9)


def normal(tree, factor, markov):
    copy = tree.copy(deep=True)
    copy.collapse_unary(collapsePOS=True, collapseRoot=True, joinChar="+")
    copy.chomsky_normal_form(factor=factor, horzMarkov=markov)
    return copy


def spans(tree):
    out = []
    for position in tree.treepositions():
        node = tree[position]
        if isinstance(node, Tree) and isinstance(node[0], Tree):
            inside = [p for p in tree.treepositions("leaves") if p[: len(position)] == position]
            leaves = tree.treepositions("leaves")
            out.append((node.label(), leaves.index(inside[0]), len(inside)))
    return collections.Counter(out)


def treebank():
    random.seed(5)
    toy = [Tree.fromstring(line) for line in TOY]
    trees = toy + [random_tree(4) for _ in range(12)]
    binarized = [
        {"tree": flat(t), "branching": factor, "horizontal": markov, "normal": flat(normal(t, factor, markov))}
        for t in trees
        for factor in ("right", "left")
        for markov in (None, 0, 1, 2)
    ]

    parses = []
    for markov in (None, 1):
        grammar = induce_pcfg(Nonterminal("S"), [p for t in toy for p in normal(t, "right", markov).productions()])
        rules = {str(p.lhs()) + " -> " + " ".join(str(x) for x in p.rhs()): p.prob() for p in grammar.productions()}
        sentences = [
            "the old man saw a dog with fur .",
            "Mary saw the big dog with a telescope .",
            "the man slept with Mary .",
            "the dog with the man saw the old telescope now .",
            "a dog slept .",
        ]
        results = []
        for sentence in sentences:
            best = next(iter(ViterbiParser(grammar).parse(sentence.split())), None)
            if best is not None:
                results.append({"sentence": sentence, "logProb": math.log(best.prob())})
            else:
                results.append({"sentence": sentence, "logProb": None})
        parses.append({"horizontal": markov, "rules": rules, "parses": results})

    pairs = []
    gold_trees, other_trees = [], []
    while len(gold_trees) < 12:
        one, two = random_tree(3), random_tree(3)
        if len(one.leaves()) == len(two.leaves()) > 1:
            for i, (p, q) in enumerate(zip(one.treepositions("leaves"), two.treepositions("leaves"))):
                two[q] = one[p]
            gold_trees.append(one)
            other_trees.append(two)
            other = one.copy(deep=True)
            for position in other.treepositions():
                if isinstance(other[position], Tree) and isinstance(other[position][0], Tree) and random.random() < 0.15:
                    other[position].set_label(random.choice("ABC"))
            gold_trees.append(one)
            other_trees.append(other)
    matched = gold = predicted = exact = 0
    for one, two in zip(gold_trees, other_trees):
        a, b = spans(one), spans(two)
        matched += sum((a & b).values())
        gold += sum(a.values())
        predicted += sum(b.values())
        exact += a == b

    return {
        "toy": TOY,
        "binarized": binarized,
        "grammars": parses,
        "score": {
            "gold": [flat(t) for t in gold_trees],
            "predicted": [flat(t) for t in other_trees],
            "counts": {"matched": matched, "gold": gold, "predicted": predicted, "exact": exact / len(gold_trees)},
        },
    }


program = Program(__file__, oracles=("nltk",))
program.add("packages/em/test/fixtures/treebank.json", treebank)


if __name__ == "__main__":
    program.main()
