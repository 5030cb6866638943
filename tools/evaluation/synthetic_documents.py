"""Documents that a task's templates can be rendered with, made from what the templates do with each column.

No data set is fetched: the columns and their types are read from the templates, and what cannot be read
from them is tried until the harness itself is content.
"""
import re

from jinja2 import Environment, nodes

RULES = ("doc_to_text", "doc_to_target", "doc_to_choice", "gen_prefix", "description")
TEXTS = [
    "Mia has a kite.", "Où est Zoë ?", " two  spaces ", "日本語の文", "It's “fine”, isn't it?", "A & B < C",
    "line one\nline two", "12", "a {brace} and {{ two }}", "🌱", "yes", "Who was first?", "C:\\x", "tab\there",
]
LETTERS = ["A", "B", "C", "D"]
TEXT_METHODS = {
    "strip", "split", "replace", "lower", "upper", "capitalize", "title", "lstrip", "rstrip", "startswith",
    "endswith", "format", "splitlines", "removeprefix", "removesuffix", "find",
}
TEXT_FILTERS = {"trim", "upper", "lower", "capitalize", "title", "replace", "regex_replace", "wordcount", "indent"}
LIST_FILTERS = {"join", "first", "last", "map", "list", "sort", "select", "reject", "selectattr"}
KINDS = ["text", "number", "letter", "texts", "letters", "numbers", "truth", "real"]


class Shape:
    """What is known of a value: its fields, its items, or how it is used."""

    def __init__(self):
        self.fields = {}
        self.item = None
        self.hints = set()
        self.constants = []

    def field(self, name):
        return self.fields.setdefault(name, Shape())

    def items(self):
        self.item = self.item or Shape()
        return self.item


class Reader:
    def __init__(self):
        self.columns = {}
        self.scopes = [{}]

    def shape(self, node):
        """Of an expression that leads to a column; None for others."""
        if isinstance(node, nodes.Name):
            for scope in reversed(self.scopes):
                if node.name in scope:
                    return scope[node.name]
            return self.columns.setdefault(node.name, Shape())
        if isinstance(node, nodes.Getattr):
            below = self.shape(node.node)
            return below and below.field(node.attr)
        if isinstance(node, nodes.Getitem):
            below = self.shape(node.node)
            if below is None:
                return None
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return below.field(node.arg.value)
            if isinstance(node.arg, nodes.Slice):
                return below
            return below.items()
        return None

    def hint(self, node, hint):
        shape = self.shape(node)
        if shape is not None:
            shape.hints.add(hint)

    def constants(self, node, values):
        shape = self.shape(node)
        if shape is not None:
            shape.constants += [v for v in values if isinstance(v, (str, int, bool, float))]

    def call(self, node):
        method = node.node
        if not isinstance(method, nodes.Getattr):
            return
        if method.attr in TEXT_METHODS:
            self.hint(method.node, "text")
        elif method.attr == "index":
            self.hint(method.node, "letters")
            for arg in node.args:
                self.hint(arg, "letter")
        elif method.attr in ("items", "keys", "values", "get"):
            self.hint(method.node, "mapping")
        else:
            return
        for part in (method.node, *node.args, *(k.value for k in node.kwargs)):
            self.visit(part)
        return True

    def visit(self, node):
        if isinstance(node, nodes.Call) and self.call(node):
            return
        if isinstance(node, nodes.For):
            self.visit(node.iter)
            below = self.shape(node.iter)
            item = below.items() if below is not None else Shape()
            scope = {}
            for name in node.target.find_all(nodes.Name):
                scope[name.name] = item
            if isinstance(node.target, nodes.Name):
                scope[node.target.name] = item
            self.scopes.append({**scope, "loop": Shape()})
            for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                self.visit(child)
            self.scopes.pop()
            return
        if isinstance(node, nodes.Assign):
            self.visit(node.node)
            for name in [node.target, *node.target.find_all(nodes.Name)]:
                if isinstance(name, nodes.Name):
                    self.scopes[-1][name.name] = self.shape(node.node) or Shape()
            return
        if isinstance(node, nodes.Filter) and node.node is not None:
            if node.name in TEXT_FILTERS:
                self.hint(node.node, "text")
            if node.name in LIST_FILTERS:
                self.hint(node.node, "texts")
            if node.name in ("int", "abs"):
                self.hint(node.node, "number")
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, (nodes.Const, nodes.Slice)):
            if isinstance(node.node, nodes.Dict):
                keys = [pair.key.value for pair in node.node.items if isinstance(pair.key, nodes.Const)]
                self.constants(node.arg, keys)
            else:
                self.hint(node.arg, "number")
        if isinstance(node, nodes.Compare):
            for operand in node.ops:
                if isinstance(operand.expr, nodes.Const):
                    self.constants(node.expr, [operand.expr.value])
                if isinstance(operand.expr, (nodes.List, nodes.Tuple)):
                    self.constants(node.expr, [i.value for i in operand.expr.items if isinstance(i, nodes.Const)])
        if isinstance(node, (nodes.Sub, nodes.Mul)) and isinstance(node.right, nodes.Const):
            self.hint(node.left, "number")
        if isinstance(node, nodes.Add):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(other, nodes.Const):
                    self.hint(one, "text" if isinstance(other.value, str) else "number")
        if self.shape(node) is None or isinstance(node, (nodes.Getitem, nodes.Getattr)):
            for child in node.iter_child_nodes():
                self.visit(child)


def columns_of(config):
    """@returns column names to Shapes"""
    reader = Reader()
    fewshot = config.get("fewshot_config") or {}
    has_choices = config.get("doc_to_choice") is not None
    for rules in (config, fewshot if isinstance(fewshot, dict) else {}):
        for name in RULES:
            rule = rules.get(name)
            if not isinstance(rule, str):
                continue
            if "{" not in rule and re.fullmatch(r"[\w .-]{1,60}", rule) and name != "description":
                shape = reader.columns.setdefault(rule, Shape())
                shape.hints.add({"doc_to_choice": "texts", "doc_to_target": "number" if has_choices else "text"}.get(name, "text"))
                continue
            try:
                reader.visit(Environment().parse(rule))
            except Exception:
                continue
    for known in ("range", "dict", "namespace", "lipsum", "cycler", "joiner", "loop", "true", "none"):
        reader.columns.pop(known, None)
    return reader.columns


def kind_of(shape, random, attempt):
    if attempt > 0 and random.random() < 0.35:
        return random.choice(KINDS)
    for hint in ("letters", "texts", "letter", "number", "text"):
        if hint in shape.hints:
            return hint
    return "text"


def value_maker(shape, random, attempt):
    """@returns a function that makes one value of one type"""
    if shape.constants and random.random() < 0.9:
        kind = type(random.choice(shape.constants))
        pool = [c for c in shape.constants if type(c) is kind]
        return lambda: random.choice(pool)
    if shape.fields and not (attempt > 5 and random.random() < 0.1):
        fields = {name: value_maker(field, random, attempt) for name, field in shape.fields.items()}
        return lambda: {name: make() for name, make in fields.items()}
    has_parts = shape.fields or (shape.item and (shape.item.fields or shape.item.item))
    if "letters" in shape.hints and not has_parts and attempt % 4 != 3:
        return lambda: list(LETTERS)
    if shape.item is not None and "text" not in shape.hints:
        if not (shape.item.fields or shape.item.item) and random.random() < 0.5:
            kind = kind_of(shape.item, random, attempt)
            if kind == "text":
                return lambda: random.sample(TEXTS, 4)
        make = value_maker(shape.item, random, attempt)
        return lambda: [make() for _ in range(4)]
    kind = kind_of(shape, random, attempt)
    return {
        "text": lambda: random.choice(TEXTS),
        "number": lambda: random.randrange(2),
        "letter": lambda: random.choice(LETTERS[:2]),
        "texts": lambda: random.sample(TEXTS, 4),
        "letters": lambda: list(LETTERS),
        "numbers": lambda: [random.randrange(4) for _ in range(4)],
        "truth": lambda: random.random() < 0.5,
        "real": lambda: random.choice([0.5, 1.0, 1e-07, 12345678.25]),
    }[kind]


def documents(columns, random, attempt, count):
    chosen = {
        name: value_maker(shape, random, attempt)
        for name, shape in columns.items()
        if attempt == 0 or random.random() < 0.97
    }
    # A column that no template names is in every data set.
    return [{"id": number, **{name: make() for name, make in chosen.items()}} for number in range(count)]
