# Portuguese of Brazil.

## Times

moment = { $day }, { $time }
time-now = agora mesmo
time-minutes-ago = há { $count } min
time-in-minutes = em { $count } min
time-hours-ago = há { $count } h
time-in-hours = em { $count } h
time-days-ago =
    { $count ->
        [one] há { $count } dia
       *[other] há { $count } dias
    }
time-in-days =
    { $count ->
        [one] em { $count } dia
       *[other] em { $count } dias
    }
duration-minutes = { $count } min
duration-hours = { $count } h
duration-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }

rate-per-thousand = { $price } por 1000

## The frame of all pages

maintenance = No momento não é possível fazer pedidos, por causa de manutenção. Os pedidos já feitos continuam.
skip-to-content = Ir para o conteúdo
nav-main = Menu principal
nav-new-order = Novo pedido
nav-orders = Pedidos
nav-services = Serviços
nav-statement = Extrato
nav-add-funds = Adicionar saldo
nav-affiliate = Afiliados
nav-api = API
nav-account = Conta
nav-updates = Atualizações
nav-staff-side = Área da equipe
nav-terms = Uso aceitável
nav-waiting = aguardando
sign-out = Sair
balance = Saldo
your-menu = Seu menu
search-placeholder = Número do pedido ou link
search-label = Buscar pedidos
theme = Tema
theme-auto = Auto
theme-light = Claro
theme-dark = Escuro
theme-and-language = Tema e idioma
language = Idioma
close = Fechar
keys-title = Atalhos de teclado
keys-palette = Ir para uma página, um pedido ou um serviço
keys-search = Buscar
keys-new-order = Novo pedido
keys-orders = Ir para os pedidos
keys-services = Ir para os serviços
keys-updates = Ir para as atualizações
keys-statement = Ir para o extrato
keys-add-funds = Ir para adicionar saldo
keys-api = Ir para a página da API
keys-affiliate = Ir para afiliados
keys-account = Ir para a conta
keys-rows = Linha seguinte, linha anterior
keys-select = Selecionar a linha
keys-open = Abrir a linha
keys-pages = Página ou pedido seguinte, anterior
keys-back = Fechar, voltar
keys-this = Esta lista
keys-on = Usar atalhos de uma tecla neste navegador
palette-label = Ir para

## Parts that several pages have

delivered = Entregue
pages = Páginas
newer = Mais recentes
older = Anteriores
previous = Anterior
next = Seguinte
last-tries = Últimas tentativas
compact-rows = Linhas compactas
copy-ids = Copiar IDs
clear = Limpar
remove-filter = Remover o filtro { $filter }
optional = opcional
please-check = Verifique este campo

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = Palavras-chave
parameter-comments = Comentários
parameter-usernames = Nomes de usuário
parameter-username = Nome de usuário
parameter-username-hint = Sem o @
parameter-hashtags = Hashtags
parameter-hashtag = Hashtag
parameter-hashtag-hint = Sem o #
parameter-media = Post
parameter-media-hint = Quem curtiu este post será mencionado
parameter-answer = Resposta
parameter-answer-hint = O número da resposta
parameter-groups = Grupos
parameter-min = Mínimo por post
parameter-max = Máximo por post
parameter-max-hint = Uma quantidade aleatória entre as duas
parameter-delay = Atraso
parameter-delay-hint = Minutos após o post, de 0 a 600
parameter-posts = Novos posts
parameter-posts-hint = Quantos; vazio: sem limite
parameter-old-posts = Posts já publicados
parameter-old-posts-hint = Quantos dos mais recentes também serão atendidos
parameter-expiry = Termina em
parameter-expiry-hint = dia/mês/ano; vazio: sem data final
parameter-country = País
parameter-country-hint = O código de um país ou WW
parameter-device = Dispositivo
parameter-device-desktop = Computador
parameter-device-android = Celular (Android)
parameter-device-ios = Celular (iOS)
parameter-device-mobile = Misto (celular)
parameter-device-mixed = Misto (celular e computador)
parameter-traffic = De onde vêm os visitantes
parameter-traffic-search = De uma busca
parameter-traffic-page = De outra página
parameter-traffic-direct = Direto
parameter-search-words = Termos de busca
parameter-search-words-hint = Para tráfego vindo de uma busca
parameter-referring-page = Página de origem
parameter-referring-page-hint = Para tráfego vindo de outra página
parameter-lines-hint = Um item por linha

## States of an order, as badges beside it

order-state-scheduled = Agendado
order-state-pending = Pendente
order-state-processing = Processando
order-state-active = Ativo
order-state-in-progress = Em andamento
order-state-completed = Concluído
order-state-partial = Parcial
order-state-canceled = Cancelado
order-state-paused = Pausado
order-state-expired = Expirado

order-waiting-starts = começa { $when }
order-waiting-portion = próximo lote { $when }
order-waiting-credit = falta saldo para o próximo post
order-waiting-operator = o operador está verificando

order-progress = { $done } de { $total }
order-progress-posts-of = { $posts } de { $most } posts
order-progress-posts =
    { $posts ->
        [one] { $posts } post
       *[other] { $posts } posts
    }

## The lists of orders

orders-title = Pedidos
orders-lists = Listas de pedidos
orders-tab-orders = Pedidos
orders-tab-drip-feeds = Drip-feeds
orders-tab-subscriptions = Assinaturas
orders-tab-refills = Reposições
orders-new-order = Novo pedido
orders-csv = CSV
orders-failed-title = Não foi possível carregar a lista
orders-away = O banco de dados não respondeu. Seus pedidos estão seguros e seguem normalmente.
orders-try-again = Tentar novamente
orders-clear-filters = Limpar filtros

orders-head-order = Pedido
orders-head-link = Serviço e link
orders-head-account = Serviço e conta
orders-head-state = Status
orders-head-charge = Valor, { $currency }
orders-head-actions = Ações
orders-head-happens = O que acontece
orders-head-made = Progresso
orders-head-next = Próximo envio
orders-head-posts = Posts
orders-head-until = Até
orders-head-asked = Solicitada
orders-head-answered = Respondida
orders-head-refill = Reposição

orders-all = Todos
orders-chip-pending = Pendentes
orders-chip-processing = Processando
orders-chip-in-progress = Em andamento
orders-chip-paused = Pausados
orders-chip-completed = Concluídos
orders-chip-partial = Parciais
orders-chip-canceled = Cancelados
orders-chip-active = Ativos
orders-chip-ended = Encerrados

orders-search-and-filter = Buscar e filtrar
orders-filter-search = Números, link ou serviço
orders-filter-service-hint = Número ou palavras
orders-filter-kind = Tipo
orders-filter-from = De
orders-filter-to = Até
orders-filter-show = Mostrar
orders-kind-any = Qualquer tipo
orders-kind-single = Pedidos avulsos
orders-kind-mass = Pedidos em massa
orders-kind-api = Pela API
orders-kind-drip-feed = Drip-feeds
orders-kind-paced = Com ritmo definido
orders-kind-subscription = Assinaturas
orders-filter-no-day = “{ $text }” não é uma data. Escreva assim: 2026-11-30.
orders-filter-days-reversed = A data inicial é posterior à final, então não há nada para mostrar.

orders-showing = Exibindo
orders-showing-one-state = <span class="soft">Exibindo</span><span>um status</span>
orders-clear-all = Limpar tudo
orders-active-search = “{ $text }”
orders-active-service-id = ID do serviço { $service }
orders-active-service-words = Serviço “{ $text }”
orders-active-from = De { $day }
orders-active-from-wrong = De “{ $text }”: não é uma data
orders-active-to = Até { $day }
orders-active-to-wrong = Até “{ $text }”: não é uma data
orders-active-parent = Do pedido { $order }

orders-views = Suas visualizações
orders-view-keep = Salvar como visualização
orders-view-keep-yes = Salvar
orders-view-name = Nome da visualização
orders-view-name-hint = Fica acima da lista. Usar o mesmo nome substitui a anterior.
orders-view-remove = Remover a visualização { $name }
orders-view-kept = A visualização foi salva. Ela fica acima da lista.
orders-view-removed = A visualização “{ $name }” foi removida.
orders-view-name-wrong = O nome deve ter de 1 a { $count } caracteres.
orders-view-nothing = Escolha um filtro primeiro. Uma visualização guarda os filtros da lista.
orders-view-too-long = Estes filtros são longos demais para salvar. Busque por menos termos.
orders-view-too-many = Você já tem o máximo de visualizações ({ $count }). Remova uma antes.

orders-none-title = Nenhum pedido ainda
orders-none = Escolha um serviço, cole um link e informe a quantidade. O pedido aparece aqui e se atualiza sozinho.
orders-none-action = Fazer o primeiro pedido
orders-no-match-title = Nenhum pedido encontrado
orders-no-match = Tente outro número ou link, ou veja todos os status.
orders-no-new-match-title = Nada encontrado entre os pedidos mais recentes
orders-no-new-match = Há pedidos mais antigos que ainda não foram verificados. Continue em “Anteriores” ou restrinja por data ou serviço.

orders-actions-for = Ações do pedido { $order }
orders-open = Abrir
orders-cancel-ask = Cancelar…
orders-refill-ask = Repor…
orders-again-ask = Pedir novamente…
orders-cancel-one-yes = Sim, cancelar o pedido { $order }

## Many orders at once

orders-tick-all = Marcar todos os pedidos desta página
orders-ticked = Pedidos marcados
orders-ticked-count = Marcados: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = Marque os pedidos primeiro.
orders-bulk-too-many = No máximo { $most } pedidos por vez; você marcou { $count }.
orders-bulk-back = Voltar
orders-bulk-back-to-list = Voltar à lista
orders-cancel-title = Cancelar estes pedidos?
orders-cancel-none = Nenhum destes pedidos pode ser cancelado agora.
orders-cancel-intro = O valor de { $amount } volta na hora para o seu saldo.
orders-cancel-intro-asks = O valor de { $amount } volta na hora para o seu saldo. O que o fornecedor interromper volta quando ele responder.
orders-cancel-yes =
    { $count ->
        [one] Cancelar { $count } pedido
       *[other] Cancelar { $count } pedidos
    }
orders-refill-title = Repor estes pedidos?
orders-refill-none = Nenhum destes pedidos pode ser reposto agora.
orders-refill-intro = A reposição não custa nada.
orders-refill-yes =
    { $count ->
        [one] Solicitar { $count } reposição
       *[other] Solicitar { $count } reposições
    }
orders-refill-foreseen = O que caiu será entregue novamente.
orders-done-title =
    { $count ->
        [one] Feito em { $count } pedido
       *[other] Feito em { $count } pedidos
    }
orders-done-all = Veja em cada pedido o que aconteceu.
orders-done-left =
    { $count ->
        [one] { $count } pedido ficou como estava. O motivo está indicado nele.
       *[other] { $count } pedidos ficaram como estavam. O motivo está indicado em cada um.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = Drip-feeds
orders-drip-feeds-teach = Um drip-feed repete um pedido em intervalos, e um pedido com ritmo definido é entregue em lotes. Os serviços que permitem isso têm os campos no formulário de pedido.
orders-subscriptions-title = Assinaturas
orders-subscriptions-teach = Uma assinatura acompanha uma conta e faz um pedido para cada novo post. Os serviços desse tipo pedem o nome da conta no formulário de pedido.
orders-family-no-match-title = Nada encontrado
orders-family-no-match = Não há nada com este status.
orders-family-none-title = Nada por aqui ainda
orders-made-runs = { $made } de { $total } execuções
orders-made-portions = { $made } de { $total } lotes
orders-no-end = sem data final

orders-refills-title = Reposições
orders-refills-no-match-title = Nenhuma reposição encontrada
orders-refills-no-match = Não há reposições com este status.
orders-refills-none-title = Nenhuma reposição ainda
orders-refills-none = Se parte do que foi entregue cair, solicite uma reposição na página do pedido. Não custa nada.
orders-refills-none-action = Ver pedidos concluídos
orders-refills-open = Em aberto
orders-refills-done = Concluídas
orders-refills-refused = Não atendidas
orders-refill-pending = Solicitada
orders-refill-under-way = Em andamento
orders-refill-completed = Concluída
orders-refill-rejected = Recusada
orders-refill-failed = Falhou

## The page of an order

order-number = Pedido { $order }
order-copy-number = Copiar o número do pedido
order-copy-link = Copiar o link
order-updates = Atualiza sozinho
order-start-count = Contagem inicial
order-remains = Restante
order-timeline = Histórico
order-money = Valores
order-charge = Valor
order-refunded = Reembolsado
order-net = Líquido
order-in-statement = Ver no extrato

order-terms = O que foi pedido
order-service = Serviço
order-service-id = ID { $service }
order-link = Link
order-made-as = Origem
order-made-as-run = uma execução do <a href="/orders/{ $order }">pedido { $order }</a>
order-made-as-portion = um lote do <a href="/orders/{ $order }">pedido { $order }</a>
order-made-as-post = um post do <a href="/orders/{ $order }">pedido { $order }</a>
order-runs = Execuções
order-portions = Lotes
order-posts = Posts
order-all-children = Ver tudo
order-runs-value = { $runs } de { $each } cada
order-minutes-between = Minutos de intervalo
order-start = Início
order-start-to-come = { $wait }, começa { $when }
order-start-past = { $wait }, começou { $when }
order-minutes-later = { $count } min depois
order-hours-later = { $count } h depois
order-days-later = { $count } d depois
order-pace = Ritmo
order-pace-value = { $speed } por minuto
order-portions-value = { $portions } de { $each } ou mais
order-position = Posição
order-position-value = { $position } ou melhor
order-given-up = Desiste após
order-given-up-value = { $hours } h
order-rate = Preço
order-placed = Data
order-placed-page = { $when }, em uma página
order-placed-api = { $when }, pela API
order-placed-subscription = { $when }, pela assinatura

order-actions = O que você pode fazer
order-resume = Retomar
order-resumed = A assinatura foi retomada.
order-not-resumed = Só uma assinatura pausada pode ser retomada, e esta não está pausada.
order-again = Pedir novamente
order-not-found = Você não tem esse pedido.

order-cancel = Cancelar
order-cancel-yes = Cancelar o pedido
order-cancel-ends-subscription = A assinatura termina agora: nenhum outro post será atendido. Os pedidos dos posts já atendidos continuam.
order-cancel-ends = O pedido termina agora, e o valor de { $amount } volta para o saldo.
order-cancel-stops-runs =
    { $runs ->
        [one] A { $runs } execução que ainda não foi feita será cancelada, e o valor de { $amount } volta para o saldo. As execuções em andamento continuam; cancele-as uma a uma.
       *[other] As { $runs } execuções que ainda não foram feitas serão canceladas, e o valor de { $amount } volta para o saldo. As execuções em andamento continuam; cancele-as uma a uma.
    }
order-cancel-stops-portions = O que ainda não foi enviado será cancelado, e o valor de { $amount } volta para o saldo. Pediremos ao fornecedor que interrompa o restante.
order-cancel-asks = Pediremos ao fornecedor que interrompa o pedido. O que não foi entregue volta quando ele responder; o que foi entregue continua cobrado.
order-canceled-subscription = A assinatura terminou: nenhum outro post será atendido.
order-canceled = O pedido foi cancelado; o que foi cobrado e não entregue voltou para o seu saldo.
order-canceled-portions = O que ainda não tinha sido enviado foi cancelado e reembolsado. Pedimos ao fornecedor que interrompa o restante.
order-canceled-runs = As execuções que ainda não tinham sido feitas foram canceladas e reembolsadas. As que estão em andamento continuam.
order-cancel-asked = Pedimos ao fornecedor que interrompa. Até ele responder, o pedido continua.
order-no-cancel = Pedidos deste serviço não podem ser cancelados.
order-no-cancel-ended = Não pode ser cancelado: já terminou.
order-no-cancel-runs-made = Não pode ser cancelado: todas as execuções já foram feitas. Cancele-as uma a uma.
order-no-cancel-asked = O cancelamento já foi solicitado; o fornecedor ainda não respondeu.

order-refill = Repor
order-refill-question = Solicitar que o que caiu seja entregue novamente? Não custa nada.
order-refill-yes = Solicitar reposição
order-refill-asked = A reposição foi solicitada. Não custa nada.
order-no-refill-parent = A reposição deve ser solicitada em cada um dos pedidos individuais.
order-no-refill = Este serviço não oferece reposição.
order-no-refill-over = O prazo de reposição deste serviço já passou.
order-no-refill-not-completed = Só um pedido concluído pode ser reposto.
order-no-refill-not-yet = A reposição pode ser solicitada quando o pedido for concluído.
order-no-refill-too-early = Reposição possível a partir de { $when }.
order-no-refill-open = Já há uma reposição em andamento.

## The timeline of an order

order-event-by-you = por você
order-event-by-operator = pelo operador
order-event-placed = Pedido feito
order-event-charged = Cobrança de { $amount }
order-event-scheduled = Agendado
order-event-queued = Aguardando envio
order-event-submitting = Enviando ao fornecedor
order-event-active = Ativo
order-event-accepted = Aceito pelo fornecedor
order-event-checking = O operador está verificando
order-event-unknown-text = Não está claro se o fornecedor recebeu o pedido.
order-event-completed = Concluído
order-event-partial = Terminou em parte
order-event-partial-text = Não entregue: { $left }
order-event-partial-back = Não entregue: { $left }; devolvido ao saldo: { $amount }
order-event-came-back = Devolvido ao saldo: { $amount }
order-event-canceled = Cancelado
order-event-paused = Pausado
order-event-paused-text = O saldo não cobria o próximo post. Adicione saldo e retome.
order-event-expired = O prazo terminou
order-event-run = Uma execução foi feita
order-event-portion = Um lote foi feito
order-event-post = Pedido feito para um novo post
order-event-rank = Posição { $position }
order-event-gave-up = A posição não foi alcançada a tempo
order-event-gave-up-text = O que ainda não foi entregue é interrompido e reembolsado.
order-event-runs-canceled =
    { $runs ->
        [one] Cancelada { $runs } execução que ainda não tinha sido feita
       *[other] Canceladas { $runs } execuções que ainda não tinham sido feitas
    }
order-event-portions-canceled = Cancelado o que ainda não tinha sido enviado
order-event-cancel-asked = Cancelamento solicitado
order-event-cancel-accepted = O fornecedor está interrompendo
order-event-cancel-refused = O fornecedor não cancelou; o pedido continua
order-event-cancel-unanswered = Ainda sem resposta sobre o cancelamento; solicitado de novo
order-event-refill-asked = Reposição solicitada
order-event-refill-waits = Ainda não foi possível solicitar a reposição; nova tentativa feita
order-event-refill-accepted = Reposição em andamento
order-event-refill-rejected = O fornecedor não fez a reposição
order-event-refill-completed = Reposição concluída
order-event-progress = Em andamento
order-event-progress-text = Falta entregar: { $left }
order-event-refunded = Reembolsado
order-event-refunded-text = { $amount } no total
order-event-edited = Corrigido
order-event-edited-start = contagem inicial { $count }
order-event-edited-link = link { $link }
order-event-edited-list = { $first }, { $next }
order-event-tried =
    { $count ->
        [one] { $count } tentativa, a última { $when }
       *[other] { $count } tentativas, a última { $when }
    }
order-event-not-taken = Não aceito
order-event-not-taken-yet = O fornecedor ainda não aceitou o pedido. O painel o reenvia automaticamente.
order-event-not-taken-at-all = O fornecedor não aceitou o pedido.

## The chart of an order

chart-now = agora <strong>{ $value }</strong>
chart-table = Ver como tabela
chart-when = Quando
chart-portion = Lote
chart-delivered = Entregue
chart-pace = Ritmo
chart-pace-summary = { $made } de { $portions } lotes enviados: { $sent } de { $units } unidades.
chart-pace-now = { $sent } de { $units } enviados
chart-pace-wanted = { $portions } lotes de { $each } ou mais
chart-pace-note = A linha é o que foi enviado; a tracejada, o que foi planejado.
chart-position = Posição
chart-position-summary = A posição foi de { $first } para { $last }.
chart-position-summary-wanted = A posição foi de { $first } para { $last }; a desejada é { $wanted }.
chart-position-wanted = desejada { $wanted }
chart-position-note = 1 é a melhor posição.
chart-position-note-wanted = A linha tracejada é a posição desejada.

## New order: the page

new-title = Novo pedido
new-tabs = Tipo de pedido
new-tab-one = Um pedido
new-tab-mass = Em massa
new-no-services-title = Nenhum serviço ainda
new-no-services-text = O operador ainda não abriu nenhum serviço. Quando houver algum, você poderá pedir aqui.
new-no-services-see-orders = Ver seus pedidos
new-blank = Escolha um serviço; os campos e o preço aparecem aqui.
new-last-orders = Últimos pedidos
new-all-orders = Todos os pedidos

## New order: the facts about the service

new-about-service = Sobre este serviço
new-service-id = ID { $id }
new-rate = Preço
new-average-time = Tempo médio
new-refill = Reposição
new-cancel = Cancelamento
new-yes = Sim
new-no = Não
new-refill-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
new-one-package = um pacote
new-range = { $min }–{ $max }
new-about-a-minute = cerca de um minuto
new-about-minutes = cerca de { $count } min
new-about-hours = cerca de { $count } h
new-about-days =
    { $count ->
        [one] cerca de { $count } dia
       *[other] cerca de { $count } dias
    }

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = Padrão
new-kind-package = Pacote
new-kind-seo = SEO
new-kind-custom-comments = Comentários personalizados
new-kind-custom-comments-package = Pacote de comentários personalizados
new-kind-mentions = Menções
new-kind-mentions-with-hashtags = Menções com hashtags
new-kind-mentions-custom-list = Menções (lista personalizada)
new-kind-mentions-hashtag = Menções por hashtag
new-kind-mentions-user-followers = Menções (seguidores de um usuário)
new-kind-mentions-media-likers = Menções (quem curtiu um post)
new-kind-comment-likes = Curtidas em comentários
new-kind-comment-replies = Respostas a comentários
new-kind-poll = Enquete
new-kind-invites-from-groups = Convites de grupos
new-kind-subscriptions = Assinaturas
new-kind-web-traffic = Tráfego web

## New order: the fields of the form

new-hint = { $text }.
new-link = Link
new-link-hint = A página para a qual é o pedido ou o nome de um perfil.
new-quantity = Quantidade
new-range-hint = De { $min } a { $max }.
new-most-hint = De { $min } a { $max }. Uma quantidade aleatória entre as duas.
new-lines-hint = Um item por linha, de { $min } a { $max } linhas.
new-last-day-hint = O último dia em que os posts são atendidos; vazio: sem data final.
new-drip = Drip-feed: repetir este pedido
new-runs = Execuções
new-runs-hint = Quantas vezes, de 1 a { $max }.
new-interval = Minutos de intervalo
new-interval-hint = De 1 a { $max }, que é uma semana.
new-delivery = Quando e com que velocidade
new-after = Minutos até o início
new-after-hint = De 0 a { $max }, que são 30 dias; vazio: imediatamente.
new-position = Posição
new-position-hint = De 1 a { $max }, para { $least } ou mais a 1 por minuto. Alcançada a posição, o restante é reembolsado.
new-hours = Desiste após (horas)
new-hours-hint = De 1 a { $max }; vazio: { $hours }.
new-speed = Velocidade (por minuto)
new-speed-hint = Por exemplo, 0.5 ou 20: a entrega é feita em lotes. Vazio: o mais rápido possível.
new-place = Fazer pedido
new-check = Calcular o valor antes

## New order: the charge

new-charge = Valor
new-balance-after = Saldo depois
new-balance-short = O saldo não cobre este pedido.
new-add-funds = Adicionar saldo para este pedido
new-how = { $count } × { $price } / 1000
new-how-runs =
    { $runs ->
        [one] { $runs } execução de { $count } × { $price } / 1000
       *[other] { $runs } execuções de { $count } × { $price } / 1000
    }
new-how-post = agora; { $most } por post
new-how-posts = agora; de { $least } a { $most } por post
new-fill-in-for-charge = Preencha “{ $field }” para ver o valor.
new-charge-to-come = O valor aparece quando os campos estiverem preenchidos.

## New order: what is wrong with it

new-choose-service = Escolha um serviço.
new-service-gone = Este serviço não está mais à venda. Escolha outro.
new-service-gone-meanwhile = Este serviço não está mais à venda. Escolha outro; nada foi cobrado.
new-link-missing = Preencha o link.
new-link-refused = Não aceitamos pedidos para este destino.
new-link-unreadable = Isto não é o endereço de uma página pública nem um nome.
new-quantity-missing = Preencha a quantidade.
new-quantity-not-whole = A quantidade deve ser um número inteiro, como 1000.
new-too-few = No mínimo { $min } para este serviço.
new-too-many = No máximo { $max } para este serviço.
new-too-few-lines =
    { $count ->
        [one] No mínimo { $min } para este serviço; agora há { $count }.
       *[other] No mínimo { $min } para este serviço; agora há { $count }.
    }
new-too-many-lines =
    { $count ->
        [one] No máximo { $max } para este serviço; agora há { $count }.
       *[other] No máximo { $max } para este serviço; agora há { $count }.
    }
new-between = Um número inteiro de { $min } a { $max }.
new-fill-in = Preencha “{ $field }”.
new-position-missing = Preencha a posição.
new-position-or-runs = Um pedido com posição não pode ser feito por drip-feed.
new-speed-or-runs = Escolha um ritmo ou execuções: um drip-feed já tem seu próprio ritmo.
new-speed-unreadable = Um número maior que 0, como 0.5 ou 20, com no máximo três dígitos após o ponto.
new-choose-one = Escolha uma opção da lista.
new-too-long = Texto longo demais.
new-day-unreadable = Uma data que ainda não passou, como 31/12/2026.
new-most-below-least = Não pode ser menor que o mínimo por post.
new-one-line = Use uma única linha.
new-unreadable = Não foi possível ler: informe um nome ou uma linha de texto.
new-not-drip-fed = Este serviço não permite drip-feed.
new-dearer = O valor agora é { $amount }, maior do que o exibido neste formulário. Nenhum pedido foi feito nem cobrado. Se concordar, envie o formulário de novo.
new-funds = Seu saldo de { $amount } não cobre este pedido. Nada foi cobrado.
new-duplicate = Um pedido deste serviço para este link ainda não terminou. Aguarde até que termine.
new-form-used = Este formulário já tinha feito um pedido antes de você alterá-lo; ele está em Pedidos. Agora, nenhum pedido foi feito nem cobrado. Envie o formulário de novo para fazer outro.
new-unverified = Confirme seu e-mail antes de pedir: a página da sua conta envia um link. Nada foi cobrado.
new-confirm-first = Você pode ver tudo. Para pedir, confirme antes seu e-mail na <a href="/account#address">página da sua conta</a>.
new-busy = O sistema está sobrecarregado. Nada foi cobrado; envie o formulário de novo daqui a pouco.
new-maintenance = No momento não aceitamos pedidos, por causa de manutenção. Nada foi cobrado; tente novamente mais tarde.
new-outcome-unknown = A conexão com o banco de dados caiu por um momento, e não se sabe se o pedido foi feito. Envie este formulário de novo, sem alterar nada: o pedido é feito e cobrado uma vez, no máximo.
new-look-over = Nenhum pedido foi feito ainda. Revise e envie mais uma vez.
new-unseen = Nenhum pedido foi feito ainda: este custa { $amount }. Se concordar, envie o formulário de novo.
new-same-seconds = Você fez o mesmo pedido há { $count } s: pedido { $order }. Agora, nenhum pedido foi feito. Envie o formulário de novo para fazer outro.
new-same-minutes = Você fez o mesmo pedido há { $count } min: pedido { $order }. Agora, nenhum pedido foi feito. Envie o formulário de novo para fazer outro.

## New order: what was done

new-placed = Pedido { $order } feito; valor cobrado: { $amount }.
new-placed-already = O pedido { $order } já tinha sido feito; nada foi cobrado duas vezes.
new-placed-by-posts = Pedido { $order } feito; cada post é cobrado quando é pedido.

## The list of services to choose from

picker-service = Serviço
picker-category = Categoria
picker-all = Tudo
picker-favourites = Favoritos
picker-lately = Recentes
picker-find = Encontrar um serviço
picker-search = Buscar
picker-choose = Escolher um serviço
picker-show-fields = Mostrar os campos deste serviço
picker-none = Nenhum serviço encontrado. Tente menos palavras.
picker-no-favourites = Nenhum favorito ainda. Marque um serviço com a estrela ao lado dele.
picker-more =
    { $count ->
        [one] Mais { $count } encontrado. Digite para restringir.
       *[other] Mais { $count } encontrados. Digite para restringir.
    }
picker-count =
    { $count ->
        [one] { $count } serviço
       *[other] { $count } serviços
    }
picker-count-and-more =
    { $count ->
        [one] { $count } serviço; exibindo { $shown }. Digite para restringir.
       *[other] { $count } serviços; exibindo { $shown }. Digite para restringir.
    }
picker-id = ID { $id }
picker-rate = { $price } / 1000
picker-refill = Reposição
picker-cancel = Cancelamento
picker-drip = Drip-feed

## Mass order: many orders at once, one a line

mass-title = Pedido em massa
mass-left-out = Não incluídos
mass-again-service-gone = Pedido { $order }: o serviço não existe mais.
mass-again-more-fields = Pedido { $order }: tem mais campos do que cabem em uma linha. Peça novamente pela página dele.
mass-lines = Pedidos, um por linha
mass-lines-hint = service | link | quantity. Células coladas de uma planilha também funcionam. Em serviços com comentários, cada coluna a mais é um comentário.
mass-check = Verificar as linhas
mass-no-lines = Digite ou cole pelo menos uma linha.
mass-too-many = No máximo { $most } linhas por vez; você enviou { $count }.
mass-changed = As linhas mudaram depois da verificação. Nenhum pedido foi feito. Revise e envie mais uma vez.
mass-some-faults = Algumas linhas têm erro. Nenhum pedido foi feito. Corrija-as ou faça só os pedidos corretos.

## Mass order: what became of the lines

mass-good = Podem ser feitos: { $good }
mass-good-some = Podem ser feitos: { $good }; com erro: { $bad }
mass-placed = Pedidos feitos: { $placed }
mass-placed-some = Pedidos feitos: { $placed }; não feitos: { $refused }
mass-csv = CSV
mass-see-orders = Ver seus pedidos
mass-table = Linhas
mass-line = Linha
mass-service-and-link = Serviço e link
mass-quantity = Quantidade
mass-charge = Valor
mass-result = Resultado
mass-order = Pedido { $order }
mass-line-good = Correta
mass-charged = Cobrado
mass-charge-of-good = Valor das linhas corretas
mass-balance = Saldo
mass-balance-after = Saldo depois
mass-correct = As linhas cujos pedidos não foram feitos estão de novo acima. Corrija, verifique e envie.
mass-place =
    { $count ->
        [one] Fazer { $count } pedido
       *[other] Fazer { $count } pedidos
    }
mass-place-good =
    { $count ->
        [one] Fazer { $count } pedido correto
       *[other] Fazer { $count } pedidos corretos
    }

## Mass order: what is wrong with a line

mass-not-on-sale = O serviço { $service } não está à venda.
mass-no-service = A linha deve começar com o número de um serviço.
mass-more-fields = Um serviço do tipo { $kind } tem mais campos: use o formulário para um pedido.
mass-more-cells = Há algo a mais depois da quantidade.
mass-balance-short = O saldo não cobre esta linha.
mass-line-no-answer = O banco de dados não respondeu. Envie esta linha de novo, sem alterar nada: o pedido é feito uma vez, no máximo.

## The start: what a guest sees first

start-headline = Peça em massa. Acompanhe cada pedido.
start-text = Faça pedidos um a um, em massa ou pela API. Veja o andamento de cada um e quanto custou.
start-create-account = Criar conta
start-sign-in = Entrar
start-all-services = Ver todos os serviços ({ $count })
start-how = Como funciona
start-order = Peça
start-order-text = Um pedido, uma lista inteira ou seu próprio programa: o preço aparece antes de você confirmar.
start-follow = Acompanhe
start-follow-text = Cada pedido mostra em que ponto está. O que não foi entregue volta para o seu saldo.
start-account = Controle
start-account-text = Cada movimentação do seu saldo fica em um extrato, que você pode baixar.
start-sold = O que vendemos aqui
start-price-list = Lista de preços completa
start-more-categories =
    { $count ->
        [one] E mais { $count } categoria
       *[other] E mais { $count } categorias
    }

guest-sign-in = Entrar
guest-sign-up = Criar conta

## Services: the price list

services-title = Serviços
services-description = Serviços de { $panel } com preços, limites e tempos médios.
services-updates = Atualizações
services-csv = CSV
services-search-placeholder = Nome, número ou categoria
services-search = Buscar serviços
services-category = Categoria
services-all-categories = Todas as categorias
services-category-count = { $category } ({ $count })
services-show = Mostrar
services-clear-filters = Limpar filtros
services-shown = Exibidos
services-all = Todos
services-favourites = Favoritos
services-count =
    { $count ->
        [one] { $count } serviço
       *[other] { $count } serviços
    }
services-page = { $from }–{ $to } de { $count }
services-no-favourite-title = Nenhum favorito aqui
services-no-favourite-text = Marque a estrela ao lado de um serviço para que ele apareça aqui.
services-see-all = Ver todos os serviços
services-none-title = Nenhum serviço encontrado
services-none-text = Tente menos palavras ou outra categoria.
services-empty-title = Nenhum serviço ainda
services-empty-text = O operador ainda não abriu nenhum serviço. Quando houver algum, ele aparecerá aqui.
services-to-start = Ir para o início
services-favourite = Favorito
services-id = ID
services-service = Serviço
services-rate = Preço por 1000, { $currency }
services-quantity = Quantidade
services-average-time = Tempo médio
services-allows = Permite
services-allows-refill = Reposição
services-allows-cancel = Cancelamento
services-allows-drip-feed = Drip-feed
services-one-package = um pacote
services-order = Pedir
services-order-service = Pedir o serviço { $service }
services-star = Favorito: serviço { $service }
services-star-add = Adicionar aos favoritos
services-star-remove = Remover dos favoritos

## One service

service-order = Pedir
service-description = Descrição
service-no-description = Sem descrição.
service-changes = O que mudou
service-all-updates = Todas as atualizações
service-change-day = Dia
service-change = Mudança
service-change-rate = Preço, { $currency }
service-id = ID do serviço { $service }
service-for-package = por um pacote
service-per-thousand = por 1000
service-min = Quantidade mínima
service-max = Quantidade máxima
service-time = Tempo médio
service-time-unknown = Ainda não se sabe
service-refill = Permite reposição
service-refill-days =
    { $count ->
        [one] Por { $count } dia
       *[other] Por { $count } dias
    }
service-cancel = Permite cancelamento
service-drip-feed = Drip-feed
service-one-link = Para um mesmo link
service-one-link-text = Um pedido em aberto por vez
service-type = Tipo
service-yes = Sim
service-no = Não

## Updates of the price list

updates-title = Atualizações
updates-services = Serviços
updates-kind = Tipo de mudança
updates-all = Tudo
updates-mine = Só o que eu já pedi
updates-none-title = Nenhuma mudança desse tipo
updates-none-text = Guardamos as atualizações dos últimos seis meses.
updates-see-all = Ver todas as atualizações
updates-empty-title = Nenhuma atualização ainda
updates-empty-text = Serviços novos, mudanças de preço e serviços que saem de venda aparecem aqui, por dia.
updates-see-services = Ver os serviços
updates-time = Hora, { $zone }
updates-change = Mudança
updates-id = ID
updates-service = Serviço
updates-rate = Preço por 1000, { $currency }
updates-quantity = Quantidade
updates-added = Novo
updates-restored = De volta à venda
updates-removed = Fora de venda
updates-price-up = Preço subiu
updates-price-down = Preço caiu
updates-limits = Limites
updates-a-package = por pacote
updates-quantity-changed = <span class="soft">Quantidade</span> <span class="num"><span class="soft">{ $old }</span> → { $new }</span>

## The terms: what the site may be used for

terms-title = Uso aceitável
terms-description = Para que { $panel } pode ser usado.
terms-contact = Escreva para <b>{ $contact }</b>.
terms-since = Em vigor desde { $day }.
terms-intro = Estes termos dizem para que { $panel } pode ser usado. Eles se aplicam a todos os pedidos, seja qual for a forma: nestas páginas, em massa ou por uma API.
terms-does-title = O que este painel faz
terms-does = O painel vende pedidos, registra-os, repassa-os a um fornecedor e presta contas deles. Ele não tem contas em outros sites, não age neles e não acessa páginas. O que é entregue, e como, depende do fornecedor do serviço.
terms-duties-title = Suas responsabilidades
terms-duties-rules = Você segue as regras de cada plataforma envolvida nos seus pedidos.
terms-duties-law = Você cumpre a lei de onde está e de onde está o seu público. Nos Estados Unidos, por exemplo, a norma 16 CFR 465.8 proíbe vender ou comprar indicadores falsos de influência em redes sociais com o objetivo de falsear essa influência para fins comerciais.
terms-duties-targets = Você faz pedidos para destinos que são seus ou cujo dono concordou.
terms-duties-resell = Se você revende, exige que seus próprios clientes cumpram estes termos.
terms-forbidden-title = O que não é permitido
terms-forbidden-illegal = Qualquer coisa ilegal ou que contribua para fraudes, para enganar compradores ou para avaliações falsas.
terms-forbidden-harassment = Assédio, ameaças, ódio ou ataques coordenados contra uma pessoa ou um grupo.
terms-forbidden-elections = Eleições, referendos, campanhas políticas e consultas públicas.
terms-forbidden-health = Alegações médicas e informações sobre saúde pública ou emergências.
terms-forbidden-finance = Promoção financeira que possa mexer com um preço ou atrair pessoas para um esquema.
terms-forbidden-minors = Conteúdo que sexualize menores ou explore qualquer pessoa, e tudo que leve a ele.
terms-forbidden-pretending = Passar-se por outra pessoa ou perturbar um serviço ou uma rede.
terms-operator-title = O que o operador pode fazer
terms-operator = O operador pode recusar ou cancelar um pedido, bloquear um destino e suspender uma conta que viole estes termos. O dinheiro do que não foi entregue volta para o saldo. Pedidos e movimentações de dinheiro são mantidos como registro.
terms-target-title = Se a sua página for um destino
terms-target = Qualquer pessoa pode pedir ao operador que bloqueie uma página, um perfil ou um host. O bloqueio vale para todos os clientes e para todas as formas de fazer pedidos.
terms-cookies-title = Cookies
terms-cookies = Este painel usa apenas os cookies de que precisa. Nenhum deles é compartilhado com ninguém.
terms-cookie-session = <b>session</b> mantém você conectado. É criado quando você entra e dura no máximo 30 dias.
terms-cookie-device = <b>device</b> indica que este navegador já entrou na sua conta, para que senhas erradas digitadas por outras pessoas não atrasem você. Ele não dá acesso a nada. É criado quando você entra e dura um ano.
terms-cookie-second = <b>half</b> leva você ao segundo fator enquanto você entra e dura dez minutos. <b>remembered</b> só é criado se você marcar que este navegador não pede código e dura 30 dias. Nenhum deles dá acesso a nada sem a sua senha.
terms-cookie-looks = <b>theme</b> e <b>density</b> guardam a aparência que você quer para as páginas. São criados quando você escolhe e duram um ano.
terms-cookie-language = <b>lang</b> guarda o idioma em que você quer ler. É criado quando você escolhe e dura um ano.
terms-cookie-flash = <b>flash</b> guarda a mensagem da próxima página por um minuto.
terms-cookie-visitor = <b>visitor</b> só é criado se você chegar pelo link de um afiliado. Ele guarda um ID aleatório pelo número de dias definido na oferta do afiliado. Quando você se cadastra, ele informa ao painel quem o recomendou a você, para que essa pessoa seja creditada.

## The API page, for developers

api-description = Como programas fazem pedidos em { $panel }: exemplos em curl, PHP, Python, JavaScript e Go.
api-heading = API
api-keys = Chaves e registros de requisições
api-sign-in = Entre para criar uma chave
api-tabs = APIs
api-copy-address = Copiar o endereço
api-key-label = Chave de API para os exemplos
api-token-label = Token para os exemplos
api-key-hint = Ela fica nesta página, que a coloca nos exemplos. Não é armazenada e só é enviada quando você clica em Enviar, abaixo.
api-examples = Exemplos
api-language = Linguagem
api-example = Exemplo em { $language }
api-copy-example = Copiar o exemplo em { $language }
api-copy = Copiar
api-try = Testar
api-try-key = A chamada vai desta página para este painel com a chave de API acima.
api-try-token = A chamada vai desta página para este painel com o token acima.
api-try-real = É uma chamada real na sua própria conta.
api-try-real-logged = É uma chamada real na sua própria conta e aparece no <a href="/account/tokens">registro de requisições</a>.
api-call = Chamada
api-send = Enviar
api-yes = Sim, pode fazer
api-no = Não fazer nada
api-answer = Resposta
api-v2-title = API v2
api-v2-about = O protocolo do mercado. Scripts e painéis que o usam só precisam de outra URL e outra chave, nada mais. Um único endpoint recebe parâmetros de formulário por POST e responde em JSON.
api-v2-key = A chave começa com wb_.
api-order-title = API de pedidos
api-order-about = Três chamadas com JSON na entrada e na saída e um bearer token. Um pedido pode começar depois, manter um ritmo e buscar uma posição.
api-order-key = Um JWT com permissão para ler e fazer pedidos.
api-marketplace-title = API de marketplace
api-marketplace-about = Para afiliados: o que seus links trouxeram. Só faz leitura, com um bearer token.
api-marketplace-key = Um JWT com a permissão affiliate:read.
api-table-actions = Ações
api-table-add = O que add recebe, por tipo de serviço
api-table-order-statuses = Palavras de status dos pedidos
api-table-errors = Mensagens de erro
api-table-limits = Limites
api-table-calls = Chamadas
api-table-create = O que create recebe
api-table-statuses = Palavras de status
api-table-codes = Códigos de status
api-table-parameters = Parâmetros
api-field-order = Pedido
api-field-orders = Pedidos
api-field-service = Serviço
api-field-link = Link
api-field-quantity = Quantidade
api-field-refill = Reposição
api-field-page = Página
api-field-rows = Linhas por página
api-field-type = Tipo
api-field-vote = Votos
api-field-after = Começar após (minutos)
api-field-speed = Velocidade (por minuto)
api-asks-order = Isto faz um pedido real, e o valor é descontado do seu saldo.
api-asks-cancel = Isto solicita o cancelamento de um pedido real.
api-asks-refill = Isto solicita a reposição de um pedido real.

## Sign-in, sign-up, the terms

auth-sign-in-title = Entrar
auth-sign-in = Entrar
auth-session-over = Sua sessão terminou. Entre de novo, e seu pedido estará lá como você o preencheu. Nenhum pedido foi feito.
auth-email = E-mail
auth-password = Senha
auth-new-here = Primeira vez aqui? <a href="/sign-up">Crie uma conta</a>
auth-wrong-pair = E-mail ou senha incorretos.
auth-suspended-because = Esta conta está suspensa: { $reason }
auth-suspended = Esta conta está suspensa. Escreva para o operador.
auth-elsewhere = A equipe não pode entrar a partir desta rede. Fale com um proprietário do painel.
auth-made-over = Esta senha foi criada para você e o prazo dela acabou. Escolha uma nova em “Esqueceu sua senha?” ou fale com o operador.
auth-made-text = Sua senha foi criada para você. Escolha uma sua antes de continuar.
auth-too-many-tries =
    { $minutes ->
        [one] Tentativas demais. Aguarde um minuto e tente novamente.
       *[other] Tentativas demais. Aguarde { $minutes } minutos e tente novamente.
    }
auth-second-title = Segundo fator
auth-second-code = Código
auth-second-hint = Os seis dígitos que seu aplicativo mostra agora, ou um dos seus códigos de recuperação.
auth-second-remember = Não perguntar neste navegador por 30 dias
auth-second-remember-hint = Só em um dispositivo que ninguém mais usa.
auth-second-lost = Se você não tem nenhum dos dois, escreva ao operador.
auth-second-again = Entrar novamente
auth-second-missing = Digite um código.
auth-second-wrong = Este código está errado ou já foi usado. O aplicativo mostra outro a cada 30 segundos.
auth-second-codes-left =
    { $count ->
        [one] Você usou um código de recuperação. Resta { $count }.
       *[other] Você usou um código de recuperação. Restam { $count }.
    }
auth-second-over-title = Esta entrada terminou
auth-second-over = O código precisa chegar em dez minutos e em no máximo cinco tentativas. Comece de novo com sua senha.
auth-sign-up-title = Criar conta
auth-sign-up-brought = Recomendado a você pela oferta <strong>{ $offer }</strong>.
auth-sign-up-invited =
    { $role ->
        [owner] Você recebeu um convite para operar este painel, como <strong>proprietário</strong>.
        [admin] Você recebeu um convite para operar este painel, como <strong>administrador</strong>.
       *[support] Você recebeu um convite para operar este painel, como <strong>suporte</strong>.
    }
auth-password-hint = Pelo menos 10 caracteres: várias palavras são uma boa escolha; seu próprio e-mail e senhas comuns, não. Você pode colar de um gerenciador de senhas.
auth-accept-terms-label = Aceito os <a href="/terms">termos de uso aceitável</a>
auth-create-account = Criar conta
auth-have-account = Já tem conta? <a href="/sign-in">Entre</a>
auth-terms-missing = Para criar uma conta, aceite os termos.
auth-email-taken = Este e-mail já tem uma conta. Em vez de criar outra, entre.
auth-too-many-here = Muitas pessoas se cadastraram a partir da sua rede hoje. Tente amanhã ou peça um convite ao operador.
auth-closed-title = Sem novas contas no momento
auth-closed = Este painel não está criando novas contas agora. Se você já tem uma, entre.
auth-by-invitation-title = Contas por convite
auth-by-invitation = Para ter uma conta aqui, peça um convite ao operador e abra o link recebido.
auth-invite-over-title = Este convite não vale mais
auth-invite-over = O link foi usado, foi cancelado ou tem mais de sete dias. Peça outro a quem o enviou.
auth-operator = O operador: <strong>{ $contact }</strong>
auth-terms-title = Aceitar os termos
auth-terms-heading = Antes de continuar
auth-terms-read = Li e aceito estes termos
auth-terms-accept = Aceitar e continuar
auth-sign-out-instead = Sair da conta
auth-terms-changed = Os termos mudaram nesse meio-tempo. Leia-os novamente.
auth-terms-tick = Marque a caixa para aceitar os termos.
auth-proof-title = Confirme sua senha
auth-proof-heading = Digite sua senha novamente
auth-proof-why = Faz um tempo que você não a digita, e esta ação é importante. Nada foi feito ainda; o que você preencheu está guardado.
auth-proof-none = Não tem senha aqui ou a esqueceu? Escolha uma por e-mail e entre com ela.
auth-proof-password = Sua senha
auth-proof-wrong = Esta não é a sua senha.
auth-proof-code-heading = Digite um código novamente
auth-proof-code-why = Faz um tempo que você não digita um, ou não digitou nenhum, e esta ação é importante. Nada foi feito ainda; o que você preencheu está guardado.
auth-go-on = Continuar
auth-carried-title = Sessão iniciada
auth-carried-heading = Você entrou na sua conta
auth-carried-text = O que você preencheu está guardado. Nenhum pedido foi feito ainda.
auth-carried-show = Mostrar meu pedido de novo

## Forgotten passwords, and links that were mailed

auth-forgot-link = Esqueceu sua senha?
auth-forgot-title = Escolha uma nova senha
auth-forgot-text = Enviamos um link para você escolher uma nova.
auth-forgot-send = Enviar o link
auth-remember = Lembrou dela? <a href="/sign-in">Entre</a>
auth-issuer-continue = Continuar com { $issuer }
auth-issuer-again = Demorou demais ou foi iniciado em outro navegador. Comece de novo.
auth-issuer-refused = { $issuer } não identificou você. Tente de novo ou use sua senha.
auth-issuer-away = Não é possível contatar { $issuer } no momento. Use sua senha ou tente mais tarde.
auth-issuer-staff = Esta conta entra com a senha.
auth-issuer-no-address = { $issuer } não confirma seu e-mail. Use sua senha ou crie uma conta com senha.
auth-issuer-password-once = { $email } tem uma conta aqui. Entre uma vez com a senha; depois você pode usar { $issuer }.
auth-issuer-linked = Conectado. A partir de agora você pode entrar assim.
auth-issuer-other-address = Não conectado: lá o endereço é { $email }, e sua conta tem outro.
auth-issuer-taken = Não conectado: aquela conta de lá, ou a sua daqui, já está conectada.
auth-issuer-connect-title = Conectar { $issuer }?
auth-issuer-connect-text = { $issuer } conhece você como { $email }. Se conectar, quem tiver entrado lá poderá entrar aqui.
auth-issuer-connect = Conectar
auth-issuer-connect-not = Não, voltar
auth-mailed-title = Veja seu e-mail
auth-mailed-reset = Se { $email } tiver uma conta, uma mensagem com um link está a caminho. O link funciona por 30 minutos, uma única vez.
auth-mailed-sign-up = Uma mensagem está a caminho de { $email }. O link dela continua daqui e funciona por 24 horas, uma única vez.
auth-mailed-hint = Não chegou nada? Veja a pasta de spam e confira o endereço. Um link mais novo substitui o anterior.
auth-sign-up-by-mail = Enviamos um link. Nele você escolhe uma senha, e sua conta fica pronta.
auth-reset-title = Escolha uma nova senha
auth-reset-tokens = Revogar também meus tokens de API
auth-reset-tokens-hint = Os programas que pedem em seu nome vão precisar de outros. Faça isso se alguém entrou na sua conta.
auth-reset-save = Salvar a nova senha
auth-reset-done = Sua senha foi alterada e todas as sessões foram encerradas. Entre com a nova.
auth-reset-done-tokens =
    { $count ->
        [one] Sua senha foi alterada, todas as sessões foram encerradas e { $count } token foi revogado. Entre com a nova senha.
       *[other] Sua senha foi alterada, todas as sessões foram encerradas e { $count } tokens foram revogados. Entre com a nova senha.
    }
auth-link-over-title = Este link não funciona mais
auth-link-over = Ele já foi usado, um mais novo foi enviado ou o prazo dele acabou. Peça um novo.
auth-confirm-title = Confirme seu endereço
auth-confirm-text = Você confirma que { $email } é seu.
auth-confirm-button = Confirmar o endereço
auth-confirm-done = Seu endereço está confirmado.
auth-address-title = Usar este endereço
auth-address-text = De agora em diante, { $email } é o endereço da sua conta. Você entra com ele.
auth-address-button = Usar este endereço
auth-address-done = Sua conta tem o novo endereço. De agora em diante, entre com ele.
auth-stop-title = Manter o endereço antigo
auth-stop-text = { $email } continua sendo o endereço da sua conta, e todas as sessões são encerradas. Se o endereço já tinha sido alterado, a senha também deixa de funcionar, e você escolhe uma nova por e-mail.
auth-stop-button = Impedir a mudança
auth-stop-kept = Seu endereço continua o mesmo, e todas as sessões foram encerradas. Se a mudança não foi sua, alguém sabe sua senha: escolha uma nova.
auth-stop-put-back = Seu endereço antigo está de volta, todas as sessões foram encerradas e a senha antiga não funciona mais. Digite seu endereço e você receberá um link para escolher uma nova.
auth-stop-taken = Todas as sessões foram encerradas. Mas não é possível trazer seu endereço antigo de volta: outra conta já tem esse endereço, ou um que parece igual. Escreva para quem administra este painel e diga como pode mostrar que a conta é sua.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] Use pelo menos { $count } caractere.
       *[other] Use pelo menos { $count } caracteres.
    }
account-error-password-long =
    { $count ->
        [one] Use no máximo { $count } byte.
       *[other] Use no máximo { $count } bytes.
    }
account-error-password-common = Esta é uma das senhas mais comuns, as primeiras a serem testadas. Várias palavras sem relação entre si são melhores.
account-error-password-around = Esta é uma senha comum com números ou sinais em volta, que são as próximas a serem testadas. Várias palavras sem relação entre si são melhores.
account-error-password-digits = São só números e sinais: use pelo menos { $count } ou acrescente palavras. Várias palavras sem relação entre si são melhores.
account-error-password-few = Tem menos de quatro caracteres diferentes. Várias palavras sem relação entre si são melhores.
account-error-password-row = É uma sequência de vizinhos, como abcdef ou 987654. Várias palavras sem relação entre si são melhores.
account-error-password-repeats = Repete os mesmos poucos caracteres. Várias palavras sem relação entre si são melhores.
account-error-password-known = É pouco mais que seu próprio e-mail ou o nome deste painel. Várias palavras sem relação entre si são melhores.
account-error-password-breached = Esta senha apareceu em um vazamento de outro site, por isso é testada entre as primeiras. Use uma que você não tenha em nenhum outro lugar.
account-error-password-same = Esta é a senha que você já tem. Escolha outra.
account-error-email = Digite um e-mail, como nome@example.com.

## Why there is no page

failure-unreadable-title = Não foi possível ler esta solicitação
failure-unreadable = Volte, recarregue a página e tente novamente.
failure-cross-site-title = Esta solicitação veio de outro site
failure-cross-site = Por segurança, nada foi feito. Abra a página aqui e tente novamente.
failure-forbidden-title = Você não pode fazer isso
failure-forbidden = Sua função não permite isso. Um proprietário pode alterá-la.
failure-not-found-window = Não encontrada
failure-not-found-title = Não há nada aqui
failure-not-found = Esta página não existe ou você não tem acesso a ela. Verifique o endereço ou o número.
failure-method-title = Esta página não pode ser usada assim
failure-method = Volte e tente novamente.
failure-too-large-title = Isso é demais de uma só vez
failure-too-large = Envie menos ou divida em partes.
failure-too-many-title = Solicitações demais
failure-too-many = Aguarde um pouco e tente novamente.
failure-busy-title = O sistema está sobrecarregado
failure-busy = Nada foi feito. Tente novamente em alguns segundos.
failure-away-title = Não foi possível acessar o banco de dados
failure-away = Tente novamente em alguns segundos. Se você estava salvando algo, veja primeiro se foi salvo.
failure-unknown-title = O resultado não é conhecido
failure-unknown = A conexão com o banco de dados caiu por um momento. O que você fez pode ter acontecido: verifique antes de fazer de novo.
failure-internal-title = Algo deu errado aqui
failure-internal = O erro foi registrado. Tente novamente.
failure-number = Se acontecer de novo, informe este número: <code>{ $number }</code>
failure-copy-number = Copiar o número da solicitação
failure-to-start = Ir para o início
failure-sign-in = Entrar

## The account page

account-title = Conta
account-tokens-title = Tokens
account-tokens-none = Seus próprios programas fazem pedidos com chaves de API e JWTs.
account-tokens-live =
    { $count ->
        [one] { $count } token está em vigor.
       *[other] { $count } tokens estão em vigor.
    }
account-profile-title = Perfil
account-name = Nome
account-name-hint = Como o operador pode chamar você.
account-name-too-long =
    { $count ->
        [one] No máximo { $count } caractere.
       *[other] No máximo { $count } caracteres.
    }
account-name-control = Uma única linha de texto.
account-zone = Fuso horário
account-zone-hint = Horas e datas são exibidas de acordo com ele.
account-zone-unknown = Escolha uma opção da lista.
account-profile-save = Salvar perfil
account-profile-saved = Seu perfil foi salvo.
account-theme-hint = O tema vale para este navegador. “Auto” acompanha seu dispositivo.
account-language-hint = O idioma vale para sua conta e este navegador.
account-password-title = Senha
account-sign-in-as = Você entra como <b>{ $email }</b>.
account-password-current = Senha atual
account-password-new = Nova senha
account-password-hint = Pelo menos 10 caracteres: várias palavras são uma boa escolha; seu próprio e-mail e senhas comuns, não. As outras sessões serão encerradas.
account-password-change = Alterar senha
account-password-changed = Sua senha foi alterada. As outras sessões foram encerradas.
account-password-wrong = Esta não é a sua senha.
account-address-title = Endereço de e-mail
account-address-is-confirmed = Este endereço está confirmado.
account-address-unconfirmed = Este endereço ainda não está confirmado. Enviamos um link para ele; abra-o para mostrar que você lê esse e-mail.
account-address-send = Enviar o link
account-address-sent = Um link está a caminho de { $email }. Ele funciona por 24 horas.
account-address-confirmed = Seu endereço já está confirmado.
account-address-new = Novo endereço
account-address-hint = Ele passa a valer quando você abrir o link que enviamos para lá. O endereço atual recebe um aviso e pode impedir a mudança por três dias.
account-address-change = Alterar o endereço
account-address-asked = Abra o link que está a caminho de { $email }. Até lá, seu endereço continua o mesmo.
account-address-same = Este já é o seu endereço.
account-address-too-many = Muitas mensagens foram enviadas a este endereço em uma hora. Tente mais tarde.
account-issuers-title = Outras formas de entrar
account-issuers-text = Além da senha. O segundo fator continua sendo pedido.
account-issuer-connect = Conectar
account-issuer-remove = Desconectar
account-issuer-removed = Desconectado. Você entra com sua senha.
account-sessions-title = Sessões
account-sessions-end-others = Encerrar todas as outras
account-sessions-others-ended = Todas as outras sessões foram encerradas.
account-session-this = Esta sessão
account-session-end = Encerrar
account-session-ended = A sessão foi encerrada.
account-visits-title = O suporte acessou sua conta
account-visits-text = Para ajudar, a equipe do operador pode ver suas páginas como você as vê. Ela não pode alterar nada nelas.
account-visit-time = { $day }, das { $from } às { $until }

## The second factor: a code of an app, beside the password

second-title = Segundo fator
second-on = Sua conta tem um segundo fator.
second-none = Sua conta não tem um segundo fator.
second-what = Com ele, quem souber sua senha ainda precisa de algo que você tem: um aplicativo que gera códigos ou uma chave de acesso.
second-change = Alterar
second-set-up = Configurar
second-app-title = Aplicativo que gera códigos
second-app-what = Um aplicativo no seu celular mostra um código novo a cada 30 segundos.
second-since = Configurado em { $day }.
second-another = Usar outro aplicativo
second-codes-title = Códigos de recuperação
second-codes-left =
    { $count ->
        [one] Resta { $count }.
       *[other] Restam { $count }.
    }
second-codes-text = Cada um deixa você entrar uma vez sem o aplicativo. Guarde-os longe do dispositivo com o aplicativo.
second-codes-new = Criar códigos novos
second-codes-once = Estes códigos são mostrados só desta vez. Os anteriores não funcionam mais.
second-codes-copy = Copiar todos
second-codes-saved = Já guardei
second-browsers-title = Navegadores lembrados
second-browsers =
    { $count ->
        [one] { $count } navegador não precisa de código.
       *[other] { $count } navegadores não precisam de código.
    }
second-browsers-forget = Perguntar de novo em todos
second-forgotten = Todos os navegadores voltam a pedir um código.
second-off-title = Desativar
second-off-text = Depois disso, só a senha basta para entrar. As outras sessões são encerradas.
second-turned-off = O segundo fator está desativado. As outras sessões foram encerradas.
second-is-off = Não há um segundo fator.
second-staff-need = A equipe deste painel precisa de um segundo fator.
second-scan = Leia isto com um aplicativo que gera códigos, por exemplo um gerenciador de senhas.
second-qr = A chave como código QR
second-type = Ou digite esta chave no aplicativo:
second-copy-secret = Copiar a chave
second-code = Código do aplicativo
second-code-hint = Os seis dígitos que o aplicativo mostra agora.
second-turn-on = Ativar
second-code-wrong = O aplicativo mostra outro código. A hora do seu dispositivo está certa?
second-offer-over = Esta chave tem mais de uma hora. Comece de novo.
second-is-on = O segundo fator está ativado. As outras sessões foram encerradas.
## Os próprios dados

privacy-title = Seus dados
privacy-link = O que é guardado sobre você, tudo em um arquivo, e o encerramento da conta.
privacy-open = Ver
privacy-kept-text = O painel guarda algumas coisas por um tempo, e outras enquanto a conta existir.
privacy-kept = Ver o que é guardado e por quanto tempo
export-title = Seus dados em um arquivo
export-text = Um arquivo ZIP com seu perfil, suas formas de entrar, sessões, tokens, avisos, tickets, pedidos, extrato, depósitos e ganhos de afiliado, em JSON e CSV. Ele é feito em segundo plano. Uma mensagem avisa quando estiver pronto. Ele fica disponível por um dia, só para você.
export-ask = Criar o arquivo
export-asked = O arquivo está sendo criado. Uma mensagem avisa quando estiver pronto.
export-under = Seu arquivo está sendo criado.
export-too-many = Você já pediu vezes suficientes hoje. Peça de novo amanhã.
export-ready = Seu arquivo está pronto ({ $size }).
export-until = Disponível até
export-save = Salvar o arquivo
export-failed = Não foi possível criar o arquivo. Peça de novo.
closing-title = Encerrar a conta
closing-text = Seu endereço, seu nome, seu segundo fator, seus avisos, tickets, imagens e tokens são apagados, e toda sessão termina. Pedidos e movimentos de dinheiro ficam nos livros, apenas com um número. Isso não pode ser desfeito.
closing-open = Antes isto precisa terminar:
closing-orders = { $count ->
        [one] Um pedido aberto
       *[other] { $count } pedidos abertos
    }
closing-deposits = { $count ->
        [one] Um depósito sem decisão
       *[other] { $count } depósitos sem decisão
    }
closing-owed = Uma dívida de { $amount }
closing-payout = Um pagamento que não terminou
closing-gives-up-balance = Você abre mão do seu saldo: { $amount }. Ninguém o devolve.
closing-gives-up-earnings = Você abre mão do que ganhou como afiliado: { $amount }.
closing-confirm = Seu endereço de e-mail
closing-confirm-hint = Digite { $email } para confirmar.
closing-confirm-wrong = Este não é o endereço da sua conta.
closing-submit = Encerrar minha conta de vez
closing-is-open = Ainda há algo aberto. A conta não foi encerrada.
closing-more = Há mais a ceder do que esta página dizia. Veja de novo.
closing-last-owner = Você é o último proprietário do painel. Torne outra pessoa proprietária antes.
closing-done = Sua conta está encerrada.
kept-title = O que é guardado e por quanto tempo
kept-description = O que { $panel } guarda dos seus clientes e por quanto tempo.
kept-text = Os prazos são os que este painel aplica agora.
kept-what = O quê
kept-span = Por quanto tempo
kept-days = { $count ->
        [one] No máximo um dia
       *[other] No máximo { $count } dias
    }
kept-until-closed = Até a conta ser encerrada
kept-ever = Para sempre; depois de encerrada a conta, apenas com um número
kept-account = Seu endereço, seu nome, seu fuso horário e seu idioma. Da sua senha é guardado um hash, do qual ninguém consegue lê-la.
kept-sessions = De qual endereço de rede e com qual navegador você está conectado, e quando esteve aqui por último.
kept-ways = Que você tem um segundo fator, com o segredo selado e os códigos de recuperação como hashes, e os nomes e as chaves públicas das suas chaves de acesso; as contas de outros sites com as quais você entra; o chat do Telegram vinculado; e do que você quer ser avisado.
kept-remembered = Navegadores aos quais não é pedido um código do segundo fator, como hashes.
kept-places = Com que tipo de navegador e de qual rede a conta foi usada, para avisar você de um novo.
kept-notices = Do que você foi avisado, no painel e no Telegram.
kept-calls = Para que seus tokens de API foram usados, e de onde.
kept-mails = Para quem uma mensagem foi enviada, e quando. O que ela diz é apagado assim que é enviada.
kept-links = Links em mensagens, como hashes.
kept-guesses = Quantas vezes uma senha errada foi digitada para um endereço, do qual é guardado um hash.
kept-tickets = O que é escrito em tickets, e imagens.
kept-books = Pedidos com seus links, depósitos, também o endereço para o qual as criptomoedas deviam ser enviadas, códigos promocionais que você usou e movimentos de dinheiro.
kept-orders = Um pedido que espera enquanto você adiciona fundos para ele.
kept-answers = O que foi enviado a fornecedores por um pedido, e o que responderam. Não cita nenhum cliente.
kept-hooks = O que os serviços de pagamento enviam sobre pagamentos.
kept-clicks = Visitas pelo link de um afiliado: quando, por qual link, e um hash do endereço de rede.
kept-audit = Quem fez o quê, e quando.
kept-audit-people = De qual endereço de rede e com qual navegador foi feito.
kept-files = Arquivos com seus próprios dados que você pediu.
kept-closed = Quando uma conta é encerrada, o que identifica seu titular é apagado ou substituído na hora. Cópias de segurança do operador podem contê-lo por mais algum tempo.
kept-cookies = Cookies: um mantém você conectado, um lembra que você já entrou com este navegador, um, se você quiser, que a este navegador não é pedido um código, um acompanha uma entrada por alguns minutos, e alguns lembram o idioma e a aparência das páginas. Nenhum é de outro site.
kept-yours = Todos os seus dados em um arquivo, e encerrar a conta

## Passkeys, beside the codes of an app

passkey-title = Chaves de acesso
passkey-what = Seu celular, seu computador ou uma chave de segurança guarda para você uma chave de acesso. Ela só serve para este painel, então nenhum outro site pode pedi-la a você.
passkey-add = Adicionar uma chave de acesso
passkey-how = Dê um nome a ela. Depois seu navegador pergunta onde guardá-la.
passkey-name = Nome
passkey-name-hint = Para você reconhecê-la, por exemplo o do dispositivo.
passkey-unnamed = Chave de acesso
passkey-used = Último uso em { $day }.
passkey-remove = Remover
passkey-added = A chave de acesso foi adicionada. As outras sessões foram encerradas.
passkey-removed = A chave de acesso foi removida. As outras sessões foram encerradas.
passkey-taken = Esta chave de acesso já está em uso.
passkey-too-many = Uma conta pode ter 20 chaves de acesso. Remova uma primeiro.
passkey-gone = Esta chave de acesso não existe mais.
passkey-no-host = Os navegadores não guardam chaves de acesso para o endereço deste painel. Eles precisam de um nome e de https.
passkey-refused = O painel não pôde conferir esta chave de acesso, ou você demorou mais de cinco minutos. Nada foi adicionado. Tente de novo.
passkey-use = Usar uma chave de acesso
passkey-wrong = O painel não pôde conferir esta chave de acesso, ou você demorou mais de cinco minutos. Tente de novo ou digite um código.
passkey-cannot = Este navegador não pode usar suas chaves de acesso. Digite um código.
passkey-cannot-add = Este navegador não pode criar chaves de acesso. Use um aplicativo que gera códigos.
passkey-failed = O navegador não deu nenhuma chave de acesso. Tente de novo ou digite um código.
passkey-not-made = O navegador não criou nenhuma chave de acesso. Tente de novo. Um dispositivo guarda uma só da sua conta.

## Browsers, in the list of sessions

device-browser-on-system = { $browser } no { $system }
device-unknown = Um navegador desconhecido

## Tokens: the keys by which programs act for an account

token-list-title = Tokens
token-back-to-account = Conta
token-back-to-list = Tokens
token-new = Novo token
token-none-title = Nenhum token ainda
token-none-text = Um programa faz pedidos em seu nome com um token. Dê a cada programa o seu próprio, só com as permissões de que precisa: assim você pode encerrar um sem afetar os outros.
token-list-foot = Tokens encerrados são exibidos por 30 dias. Um token nunca pode criar, ver nem encerrar tokens.
token-name = Nome
token-status = Status
token-may-do = Permissões
token-from = Origem
token-last-used = Último uso
token-expires = Expira
token-created = Criado
token-actions = Ações
token-kind = Tipo
token-kind-key = Chave de API
token-kind-jwt = JWT
token-access-everything = Tudo
token-access-read = Somente leitura
token-access-scopes =
    { $count ->
        [one] { $count } escopo
       *[other] { $count } escopos
    }
token-networks = Endereços permitidos
token-networks-any = Qualquer lugar
token-networks-many =
    { $count ->
        [one] { $count } rede
       *[other] { $count } redes
    }
token-expires-not = Nunca
token-used-not = Nunca
token-status-active = Ativo
token-status-expires-soon = Expira em breve
token-status-ending = Renovado, terminando
token-status-expired = Expirado
token-status-rotated = Renovado
token-status-revoked = Revogado
token-revoke = Revogar
token-revoke-question = Os programas que o usam param de funcionar na hora. Isso não pode ser desfeito.
token-revoke-question-named = Os programas que usam “{ $name }” param de funcionar na hora. Isso não pode ser desfeito.
token-revoke-yes = Revogar o token
token-revoked = O token foi revogado.
token-rotate = Renovar
token-rotate-text = Isto gera um novo segredo com as mesmas configurações e o mesmo prazo de validade, contado de novo. Coloque-o no seu programa e depois deixe o antigo terminar.
token-rotate-ends = O antigo termina
token-rotate-now = Agora
token-rotate-in-hour = Em uma hora
token-rotate-in-day = Em 24 horas
token-rotate-in-week = Em 7 dias
token-rotate-yes = Gerar novo segredo
token-rotate-no-end = Escolha quando o antigo termina.
token-rotate-ended = Este token já terminou ou já foi renovado.
token-rotate-too-many = Você tem tokens demais. Revogue um antes.
token-rotated-to = Outro foi criado no lugar dele: <a href="/account/tokens/{ $token }">o novo token</a>.
token-elsewhere = Ele não funciona de onde você está: { $address } não está entre os endereços permitidos.

## The request log of a token

token-log-title = Registro de requisições
token-log-text = As últimas { $count } chamadas e o motivo de cada recusa. Novas chamadas aparecem em um ou dois segundos. Parâmetros e respostas não são guardados.
token-log-which = Chamadas
token-log-all = Todas as chamadas
token-log-errors = Só erros
token-log-no-errors-title = Nenhum erro
token-log-no-errors-text = Nenhuma das últimas { $count } chamadas foi recusada.
token-log-show-all = Mostrar todas as chamadas
token-log-none-title = Ainda não usado
token-log-none-text = Cada chamada do seu programa aparece aqui: o que ele pediu, o resultado, quanto tempo levou e de onde veio.
token-log-time = Hora (UTC)
token-log-action = Ação
token-log-result = Resultado
token-log-took = Duração
token-log-ok = OK
token-log-refused = Recusada
token-log-took-least = < 1 ms
token-log-took-ms = { $number } ms
token-log-took-seconds = { $number } s

## The form for a new token

token-create = Criar token
token-name-hint = Onde será usado, por exemplo “servidor da loja”.
token-name-bad = Dê ao token um nome de 1 a 64 caracteres.
token-kind-choose-key = Chave de API, para /api/v2
token-kind-choose-jwt = JWT, para a API de pedidos com bearer tokens
token-kind-none = Escolha um dos dois.
token-permissions = Permissões
token-permissions-ticked = Só o que está marcado abaixo
token-permissions-none = Marque o que ele pode fazer ou escolha tudo.
token-permissions-unknown = Escolha entre as opções oferecidas.
token-scopes = Escopos
token-scope-orders-read = Ver pedidos
token-scope-orders-write = Fazer e alterar pedidos
token-scope-services-read = Ver serviços e preços
token-scope-balance-read = Ver o saldo
token-scope-affiliate-read = Ver os números de afiliado
token-expires-in-days =
    { $count ->
        [one] Em { $count } dia
       *[other] Em { $count } dias
    }
token-expires-in-other-days = Em outro número de dias
token-expires-never = Nunca (só chaves de API)
token-expires-never-jwt = Um JWT sempre expira: escolha quando.
token-expires-unknown = Escolha uma opção da lista.
token-expires-too-late =
    { $count ->
        [one] No máximo { $count } dia à frente.
       *[other] No máximo { $count } dias à frente.
    }
token-days = Dias
token-days-bad = Um número inteiro de dias, de 1 a { $count }.
token-networks-hint = Endereços ou redes, por exemplo 192.0.2.7, 198.51.100.0/24. Vazio: de qualquer lugar.
token-networks-unreadable = “{ $typed }” não é um endereço nem uma rede como 192.0.2.0/24.
token-networks-too-many =
    { $count ->
        [one] No máximo { $count } rede.
       *[other] No máximo { $count } redes.
    }
token-networks-add-mine = Adicionar o meu, { $address }
token-warned-title = Não vai funcionar de onde você está
token-warned-text = Seu próprio endereço, { $address }, não está entre os permitidos. Se o token for para outra máquina, crie-o mesmo assim.
token-create-anyway = Criar mesmo assim
token-cancel = Cancelar
token-too-many = Você não pode ter mais tokens do que já tem. Revogue um antes.

## The page that shows a new token's secret

token-created-title = Token criado
token-created-key = Chave de API “{ $name }” criada
token-created-jwt = JWT “{ $name }” criado
token-secret-once = Ele só é exibido desta vez. Copie agora e guarde-o como uma senha.
token-secret-copy = Copiar
token-secret-try = Para testar:
token-secret-saved = Já guardei
token-old-stopped = O token antigo parou de funcionar.
token-old-works = O token antigo funciona até { $moment }.

## The statement: every movement of a customer's balance

statement-title = Extrato
statement-csv = CSV
statement-from = De
statement-to = Até
statement-show = Mostrar
statement-kind = Tipo
statement-kind-all = Tudo
statement-kind-charges = Cobranças
statement-kind-refunds = Reembolsos
statement-kind-credits = Créditos
statement-showing = Exibindo
statement-clear = Limpar tudo
statement-only-order = Pedido { $order }
statement-only-from = De { $day }
statement-only-until = Até { $day }
statement-only-range = De { $from } a { $to }
statement-day-unreadable = Uma data se escreve assim: 2026-11-30.
statement-days-turned = A data inicial é posterior à final.
statement-totals = Totais
statement-balance-now = Saldo atual
statement-opening = Saldo inicial
statement-total-in = Entradas
statement-total-out = Saídas
statement-net = Diferença
statement-closing = Saldo final
statement-untold = Há mais de { $count } movimentações. Escolha um período menor para ver as entradas e saídas.
statement-none-found-title = Nenhuma movimentação encontrada
statement-none-found-text = Nada desse tipo movimentou o saldo nesse período.
statement-clear-filters = Limpar filtros
statement-none-title = Nenhuma movimentação ainda
statement-none-text = Créditos, cobranças e reembolsos aparecem aqui com o saldo depois de cada um. O operador adiciona créditos à sua conta.
statement-see-services = Ver os serviços
statement-time = Hora, { $zone }
statement-what = Descrição
statement-in = Entrada, { $currency }
statement-out = Saída, { $currency }
statement-after = Saldo depois, { $currency }
statement-charge = Cobrança
statement-charge-for = Cobrança do <a href="{ $orders }/{ $order }">pedido { $order }</a>
statement-refund = Reembolso
statement-refund-for = Reembolso do <a href="{ $orders }/{ $order }">pedido { $order }</a>
statement-credit = Crédito
statement-payout = Pagamento de afiliado
statement-takeback = Pagamento retirado
statement-restore = Pagamento devolvido ao saldo
statement-repay = Dívida paga
statement-bonus = Bônus
statement-unbonus = Bônus retirado
statement-rebonus = Bônus devolvido
statement-given-up = Cedido no encerramento da conta
statement-funds-added = Saldo adicionado
statement-correction = Correção

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.
# The search does not know that é is an e: the words stand without their accents too.

palette-orders = Pedidos
palette-pages = Páginas
palette-services = Serviços
palette-order = Pedido { $order }
palette-service-id = ID { $service }
palette-nothing = Nada encontrado. Tente menos palavras.
palette-new-order-words = fazer comprar pedir
palette-mass-order = Pedido em massa
palette-mass-order-words = várias varias linhas lote massivo
palette-orders-words = lista histórico historico
palette-drip-feeds = Drip-feeds
palette-drip-feeds-words = pedidos execuções execucoes
palette-subscriptions = Assinaturas
palette-subscriptions-words = pedidos posts
palette-refills = Reposições
palette-refills-words = pedidos reposicoes reposição reposicao refill
palette-services-words = servicos lista de preços precos favoritos
palette-updates-words = atualizacoes novidades serviços servicos preços precos novos mudanças mudancas
palette-statement-words = saldo dinheiro movimentações movimentacoes transferências transferencias
palette-deposits-words = depósito deposito pagar pagamento fundos crédito credito recibo comprovante pix
palette-affiliate-words = links comissão comissao comissões comissoes pagamentos indicações indicacoes
palette-api-words = exemplos documentação documentacao desenvolvedores
palette-tokens = Chaves de API e tokens
palette-tokens-words = chave jwt
palette-account-words = perfil senha sessões sessoes fuso horário horario tema idioma língua lingua
palette-terms-words = termos regras uso aceitavel

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = Afiliados
affiliate-overview = Visão geral
affiliate-links-title = Links
affiliate-referrals-title = Indicações
affiliate-payouts-title = Pagamentos

affiliate-make-link = Criar um link
affiliate-commission = Comissão
affiliate-pending = Pendente
affiliate-pending-note = O pedido ainda está em andamento ou em carência
affiliate-approved = Aprovada
affiliate-approved-negative = Os reembolsos foram maiores que o valor aprovado
affiliate-ask-payout = Solicitar pagamento
affiliate-paying = Em pagamento
affiliate-paying-note = O operador faz o pagamento
affiliate-paid = Paga
affiliate-paid-note = No saldo e fora do painel

affiliate-last-days =
    { $count ->
        [one] Último { $count } dia
       *[other] Últimos { $count } dias
    }
affiliate-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
affiliate-period = Período
affiliate-clicks = Cliques
affiliate-sign-ups = Cadastros
affiliate-orders = Pedidos
affiliate-sales = Vendas
affiliate-earned = Ganhos
affiliate-sales-in = Vendas, { $currency }
affiliate-earned-in = Ganhos, { $currency }
affiliate-commission-in = Comissão, { $currency }
affiliate-amount-in = Valor, { $currency }

affiliate-as-table = Ver como tabela
affiliate-by-day = Por dia
affiliate-day-utc = Dia (UTC)
affiliate-chart-most = Máximo em um dia: { $amount }
affiliate-chart-none = Nada
affiliate-chart-clicks = Cliques por dia. O máximo foi { $amount }, em { $day }.
affiliate-chart-no-clicks = Cliques por dia: nenhum.
affiliate-chart-earned = Ganhos por dia. O máximo foi { $amount }, em { $day }.
affiliate-chart-not-earned = Ganhos por dia: nenhum.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = Próximas aprovações
affiliate-next-none = Nenhuma comissão tem data ainda. Ela recebe uma quando o pedido termina.
affiliate-referrals-count =
    { $count ->
        [one] { $count } indicação
       *[other] { $count } indicações
    }
affiliate-all-pending = Todas as indicações pendentes
affiliate-your-links =
    { $count ->
        [0] Seu link
        [one] Seu link
       *[other] Seus links
    }
affiliate-copy = Copiar
affiliate-no-link-counts = Nenhum dos seus links está contando visitas no momento.
affiliate-sub-ids-and-codes = Sub IDs e QR codes
affiliate-other-offers =
    { $count ->
        [one] Outra oferta disponível
       *[other] Outras ofertas disponíveis
    }
affiliate-what-it-is = Compartilhe um link deste painel com quem precisa dele. Quando alguém se cadastra pelo seu link, você ganha comissão sobre os pedidos dessa pessoa, paga no seu saldo ou fora do painel.
affiliate-no-offer-title = Nenhuma oferta no momento
affiliate-no-offer-text = O operador não tem ofertas de afiliado abertas agora. Quando houver, elas aparecerão aqui.
affiliate-none-title = Você ainda não é afiliado
affiliate-none-text = Afiliados compartilham um link e ganham comissão sobre os pedidos dos clientes que se cadastram por ele.
affiliate-see-offers = Ver as ofertas

## An offer to affiliates, and the form to join it

affiliate-choose-offer = Escolha uma oferta
affiliate-paid-for = Duração da comissão
affiliate-offer-percent = { $percent }% de cada pedido
affiliate-offer-flat = { $amount } por pedido
affiliate-offer-always = Enquanto o cliente fizer pedidos
affiliate-offer-months =
    { $count ->
        [1] O primeiro mês após o cadastro
       *[other] Os primeiros { $count } meses após o cadastro
    }
affiliate-sign-up-counts = O cadastro conta
affiliate-offer-click =
    { $count ->
        [one] Até { $count } dia após o clique
       *[other] Até { $count } dias após o clique
    }
affiliate-hold = Carência
affiliate-offer-no-hold = Nenhuma: aprovada quando o pedido termina
affiliate-offer-hold =
    { $count ->
        [one] { $count } dia após o fim do pedido
       *[other] { $count } dias após o fim do pedido
    }
affiliate-minimum-payout = Pagamento mínimo
affiliate-offer-payout = { $balance } no saldo, { $outside } fora do painel
affiliate-approval = Aprovação
affiliate-offer-at-once = Imediata
affiliate-offer-looks = O operador analisa cada inscrição
affiliate-terms = Termos desta oferta
affiliate-code = Código do seu link
affiliate-code-hint = De 3 a 32 letras, dígitos, - ou _. Deixe vazio para receber um aleatório. Não pode ser alterado depois.
affiliate-code-bad = O código deve ter de 3 a 32 letras, dígitos, - ou _.
affiliate-code-taken = Este código já está em uso. Escolha outro.
affiliate-note = Mensagem ao operador
affiliate-note-hint = Por exemplo, onde você vai compartilhar o link.
affiliate-note-too-long = Use no máximo 2000 caracteres.
affiliate-join = Participar
affiliate-joined = Agora você é um afiliado. Este é o seu link.
affiliate-applied = Sua inscrição foi enviada. O operador responde nesta página.
affiliate-applied-already = Você já se inscreveu nesta oferta.
affiliate-offer-closed = Esta oferta não está aceitando inscrições agora.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = Aguardando
affiliate-member-pending-text = Você se inscreveu. O operador responde aqui. Após a aprovação, você recebe seu link.
affiliate-member-paused = Pausada
affiliate-member-paused-text = A oferta está pausada: seu link não conta novas visitas. Os clientes que vieram antes continuam gerando comissão para você.
affiliate-member-approved = Aprovada
affiliate-member-denied = Recusada
affiliate-member-denied-text = Sua inscrição foi recusada.
affiliate-member-suspended = Suspensa
affiliate-member-suspended-text = Sua participação está suspensa: novos pedidos não geram comissão, e nada é pago.
affiliate-operator-writes = Mensagem do operador: { $reason }

## Links

affiliate-copy-link = Copiar o link
affiliate-qr-label = QR code deste link
affiliate-qr-too-long = O link é longo demais para um QR code. Encurte os sub IDs.
affiliate-sub-ids = Sub IDs
affiliate-sub-ids-text = Os sub IDs distinguem os lugares onde você compartilha seu link, por exemplo newsletter ou video-12. Cada indicação mostra os sub IDs do link usado.
affiliate-sub-id = Sub ID { $number }
affiliate-make-the-link = Criar o link
affiliate-without-sub-ids = Sem sub IDs

## Referrals

affiliate-referrals-csv = CSV
affiliate-state = Status
affiliate-offer = Oferta
affiliate-all-offers = Todas as ofertas
affiliate-from = De
affiliate-to = Até
affiliate-show = Mostrar
affiliate-showing = Exibindo
affiliate-clear-all = Limpar tudo
affiliate-filter-from = De { $day }
affiliate-filter-to = Até { $day }
affiliate-filter-all = Todas
affiliate-filter-pending = Pendentes
affiliate-filter-approved = Aprovadas
affiliate-filter-paid = Pagas
affiliate-filter-denied = Recusadas
affiliate-referrals-none-match-title = Nenhuma indicação encontrada
affiliate-referrals-none-match-text = Tente outro status ou outras datas.
affiliate-clear-filters = Limpar filtros
affiliate-referrals-none-title = Nenhuma indicação ainda
affiliate-referrals-none-text = Cada pedido de um cliente que se cadastrou pelo seu link é uma indicação. Ela aparece aqui com a comissão.
affiliate-get-link = Pegar seu link
affiliate-referral-order = Pedido
affiliate-referral-placed = Data
affiliate-approved-on = Aprovação
affiliate-offer-and-sub-ids = Oferta e sub IDs
affiliate-correction = Correção
affiliate-referral-pending = Pendente
affiliate-referral-approved = Aprovada
affiliate-referral-paying = Em pagamento
affiliate-referral-paid = Paga
affiliate-referral-denied = Recusada
affiliate-why-refunded = O pedido foi reembolsado.
affiliate-why-held = O operador vai verificar antes.
affiliate-why-not-ended = Quando o pedido terminar.
affiliate-why-due = Aguarda a aprovação do operador.

## Payouts

affiliate-payout-suspended = Sua participação está suspensa. Nada é pago.
affiliate-payout-negative = Alguns pedidos foram reembolsados depois do pagamento da comissão. Suas próximas comissões compensam isso primeiro; depois você poderá solicitar um pagamento novamente.
affiliate-to-balance = No meu saldo
affiliate-to-balance-text = Tudo o que foi aprovado entra no seu saldo na hora, e você pode usá-lo em pedidos. O mínimo é { $amount }.
affiliate-move-amount = Transferir { $amount } para o meu saldo
affiliate-move = Transferir para o meu saldo
affiliate-outside-title = Receber fora do painel
affiliate-outside-text = O operador paga manualmente tudo o que foi aprovado. O mínimo é { $amount }.
affiliate-details = Para onde enviar o dinheiro
affiliate-details-hint = Por exemplo, uma conta bancária com o titular ou o endereço de uma carteira.
affiliate-open-requested = O operador ainda não começou a pagar. Você poderá solicitar outro pagamento quando este terminar.
affiliate-open-processing = O operador está fazendo o pagamento. Você poderá solicitar outro quando este terminar.
affiliate-cancel-payout = Cancelar este pagamento
affiliate-payouts-none-here-title = Nenhum pagamento aqui
affiliate-payouts-none-here-text = Não há pagamentos antes nem depois deste.
affiliate-newest-payouts = Pagamentos mais recentes
affiliate-payouts-none-title = Nenhum pagamento ainda
affiliate-payouts-none-text = Cada pagamento aparece aqui, com o resultado.
affiliate-asked-for = Solicitado
affiliate-payout-to = Destino
affiliate-payout-referrals = Indicações
affiliate-payout-details = Detalhes
affiliate-way-balance = Meu saldo
affiliate-way-outside = Fora do painel
affiliate-payout-reference = Referência: { $reference }
affiliate-payout-requested = Solicitado
affiliate-payout-processing = Processando
affiliate-payout-completed = Concluído
affiliate-payout-failed = Falhou
affiliate-payout-canceled = Cancelado
affiliate-payout-canceled-why = Cancelado pelo afiliado.
affiliate-paid-to-balance = O valor de { $amount } já está no seu saldo.
affiliate-asked-outside = Você solicitou { $amount }. O operador fará o pagamento.
affiliate-payout-is-canceled = O pagamento foi cancelado. As comissões dele voltaram a ficar aprovadas.
affiliate-ask-pending = Esta participação está pendente; nada é pago agora.
affiliate-ask-denied = Esta participação foi recusada; nada é pago agora.
affiliate-ask-suspended = Esta participação está suspensa; nada é pago agora.
affiliate-ask-too-little = Valor aprovado: { $approved }. O pagamento mínimo é { $minimum }.
affiliate-ask-details = Informe em 1 a 1000 caracteres para onde o dinheiro deve ir.
affiliate-ask-one-is-open = Já há um pagamento em aberto.
affiliate-ask-already = Este pagamento já foi solicitado.
affiliate-cancel-too-late = Este pagamento não pode mais ser cancelado.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

script-copied = Copiado
script-not-copied = Não foi possível copiar: selecione o texto e copie manualmente
script-ids-copied = IDs copiados: { $count }
script-ids-not-copied = Não foi possível copiar
script-now = Agora: { $state }
script-lost = Sem conexão com o painel; tentando novamente
script-list-failed = Não foi possível carregar a lista. Continue digitando para tentar de novo.
script-search-services = Buscar por nome, número ou categoria (serviços: { $count })
script-services = Serviços
script-close-list = Fechar a lista
script-palette = Uma página, o número de um pedido, um serviço
script-waiting = Aguardando a resposta
script-status = Status { $status }, { $ms } ms
script-more = … (mais caracteres: { $count })
script-no-answer = Sem resposta: não foi possível acessar o painel
script-key-first = Cole antes uma chave no topo da página

## Deposits that staff booked or declined

deposit-by-staff = Registrado pela equipe
deposit-not-confirmed = Não foi possível confirmar.

## Add funds: how to pay, and what was told of

deposits-how = Como pagar
deposits-pay = 1. Pague: { $method }
deposits-tell = 2. Informe o pagamento
deposits-tell-why = O valor entra no seu saldo quando confirmamos o pagamento.
deposits-amount = Valor pago, { $currency }
deposits-reference = Referência do pagamento
deposits-reference-hint = O número dele no seu banco ou carteira: é assim que o encontramos.
deposits-note = Observação
deposits-note-hint = Por exemplo, o nome do titular da conta.
deposits-picture = Imagem do pagamento
deposits-picture-hint = Uma captura de tela ou foto de no máximo 2 MB. Guardamos só o que aparece nela.
deposits-paid = Já paguei
deposits-no-method-title = Nenhuma forma de pagamento ainda
deposits-no-method = O operador ainda não configurou uma forma de pagamento aqui. Pergunte a ele como adicionar saldo.
deposits-none-title = Nenhum depósito aqui
deposits-none = Não há depósitos antes nem depois deste.
deposits-newest = Depósitos mais recentes
deposits-yours = Seus depósitos
deposits-deposit = Depósito
deposits-amount-in = Valor, { $currency }
deposits-any-amount = Qualquer valor
deposits-up-to = Até { $max }
deposits-from = A partir de { $min }
deposits-between = De { $min } a { $max }
deposits-amount-wrong = Digite um número, como 25 ou { $example }.
deposits-reference-wrong = Digite o número ou o nome do seu pagamento.
deposits-thanks = Agradecemos o aviso. O valor entra no seu saldo quando confirmarmos o pagamento.
deposits-again = Você já informou este pagamento.
deposits-method-gone = Esta forma de pagamento não está mais disponível. Escolha outra.
deposits-at-least = No mínimo { $min }.
deposits-at-most = No máximo { $max }.
deposits-note-long = Use no máximo 500 caracteres.
deposits-too-many-open = Você já tem cinco pagamentos aguardando. Informe outros quando eles forem verificados.
deposits-too-many = Você informou 20 pagamentos em um dia. Tente novamente amanhã.
deposits-too-many-pictures = Você enviou muitas imagens hoje. Informe o pagamento sem imagem ou tente novamente amanhã.
deposits-choose = Escolha como você pagou.
deposit-receipt = Recibo { $id }
deposit-number = Depósito { $id }
deposit-state = Status
deposit-state-waiting = Aguardando
deposit-state-checked = Em verificação
deposit-state-credited = Creditado
deposit-state-declined = Recusado
deposit-credited = Creditado
deposit-claimed = Valor informado
deposit-method = Forma de pagamento
deposit-reference = Referência
deposit-told = Informado
deposit-booked = Registrado
deposit-credited-on = Creditado em
deposit-answered = Respondido
deposit-account = Conta
deposit-picture = Sua imagem
deposit-picture-what = O que você enviou sobre este pagamento
deposit-note = Sua observação
deposit-tell-again = Informar novamente
deposit-print = Imprima esta página ou salve-a em PDF para o seu controle.
deposit-we-look = Verificamos se o dinheiro chegou. Depois, o valor entra no seu saldo automaticamente.

## Deposits through a payment gateway

deposits-pay-by = Pagar com { $method }
deposits-amount-wanted = Valor a adicionar, { $currency }
deposits-fee-percent = Uma taxa é somada: { $percent } % do que você paga.
deposits-fee-fixed = Uma taxa de { $fixed } é somada.
deposits-fee-both = Uma taxa é somada: { $percent } % do que você paga e { $fixed }.
deposits-pays-in = Você paga em { $currency }. A próxima página mostra quanto.
deposits-go-on = Continuar
deposits-go-on-what = A próxima página mostra o que você paga com a taxa e leva ao pagamento.
deposits-order-kept = Seu pedido fica guardado. A página do depósito leva você de volta a ele.
deposits-too-many-unpaid = Cinco dos seus depósitos ainda não foram pagos. Pague um deles ou espere que expirem.
deposits-too-many-begun = Você começou 20 depósitos em um dia. Tente de novo amanhã.
deposits-presets = Valores para escolher
deposits-preset-pay = você paga { $amount }
deposits-preset-bonus = + { $bonus } de bônus
deposits-bonus-percent = { $percent } % de bônus
deposits-bonus-cap = No máximo { $cap }
deposits-bonus-first = Só no primeiro depósito
deposits-bonus-when = O bônus é somado se tudo for pago a tempo. O que é reembolsado leva junto a sua parte do bônus.
deposits-held = O que você paga assim entra no seu saldo { $hours } h depois de chegar.
deposits-young = Contas novas adicionam no máximo { $max } por vez.
deposits-too-many-here = Muitos depósitos foram iniciados na sua rede hoje. Tente de novo amanhã.
deposits-code = Código promocional
deposits-code-hint = Para um bônus com este depósito.
deposits-code-yours = Seu código
deposits-code-use = Usar
deposits-code-credited = { $amount } foram adicionados ao seu saldo.
deposits-code-percent = Este código dá { $percent } % a mais com um depósito. Escolha quanto e continue.
deposits-code-wrong = Esse código não existe ou já terminou.
deposits-code-used = Você já usou este código.
deposits-code-used-up = Este código se esgotou.
deposits-code-not-first = Este código é só para um primeiro depósito.
deposits-code-at-once = Este código não precisa de depósito: use-o abaixo.
deposits-code-not-here = Depósitos por este método não aceitam códigos.
deposits-code-slow = Você tentou muitos códigos. Espere alguns minutos.
deposit-is-test = Esta é uma forma de pagamento de teste: nenhum dinheiro de verdade é pago.
deposit-state-preparing = Em preparação
deposit-state-to-pay = A pagar
deposit-state-partial = Pago em parte
deposit-state-expired = Expirado
deposit-state-failed = Não pago
deposit-state-refunded = Reembolsado
deposit-state-disputed = Em disputa
deposit-state-charged-back = Estornado
deposit-wanted = A adicionar
deposit-pay-amount = Você paga
deposit-paid-amount = Você pagou
deposit-of-that-fee = { $fee } disso é a taxa.
deposit-taken = Retirado
deposit-begun = Começado
deposit-pay = Pagar { $amount }
deposit-pay-until = Pague até
deposit-send-title = Envie as moedas
deposit-send-amount = Envie exatamente
deposit-send-address = Para este endereço
deposit-send-memo = Com este memo
deposit-send-network = Por esta rede
deposit-send-qr = O endereço como código QR
deposit-send-qr-text = O código contém apenas o endereço: digite o valor na sua carteira.
deposit-send-copy-amount = Copiar o valor
deposit-send-copy-address = Copiar o endereço
deposit-send-copy-memo = Copiar o memo
deposit-send-memo-why = Sem o memo, seu dinheiro não será encontrado.
deposit-send-network-why = Envie apenas { $currency } e apenas pela rede { $network }. O que for enviado de outra forma se perde.
deposit-send-over = O prazo para enviar terminou: não envie mais nada para o endereço. O que você já enviou será encontrado.
deposit-preparing = O pagamento está sendo preparado. Isso leva alguns segundos.
deposit-moves-by-itself = Esta página muda sozinha quando o pagamento chega.
deposit-look-again = Olhar de novo
deposit-is-checked = Seu pagamento chegou e estamos verificando. Seu saldo cresce quando isso terminar.
deposit-state-held = Retido
deposit-held-until = No seu saldo a partir de
deposit-is-held = Seu pagamento chegou. Ele entra no seu saldo no horário acima.
deposit-bonus = Bônus
deposit-came-to-nothing = Nada foi creditado por este depósito.
deposit-pay-again = Pagar de novo
deposit-order = Seu pedido
deposit-order-waits = Seu pedido espera aqui. Nada é enviado sozinho.
deposit-order-now = O dinheiro chegou. Confira seu pedido e envie-o.

## Pictures that are sent

picture-again = Escolha a imagem de novo: ela não foi mantida.
picture-empty = O arquivo está vazio. Escolha outro.
picture-too-large = A imagem tem mais de 2 MB. Escolha uma menor, como uma captura de tela dela.
picture-type = Este arquivo não é uma imagem PNG, JPEG ou WebP. Escolha outro.
picture-too-many-pixels = A imagem tem pixels demais: o máximo é 10.000 por lado e 25 milhões no total. Escolha uma menor.
picture-moving = Imagens animadas não são aceitas. Escolha uma estática.
picture-damaged = A imagem está danificada ou incompleta. Escolha outra.
failure-file-too-large-title = O arquivo é grande demais
failure-file-too-large = Uma imagem pode ter no máximo 2 MB. Nada foi enviado: volte e escolha uma imagem menor ou nenhuma.

## Support: tickets

nav-support = Suporte
nav-unread = não lidas
your-menu-unread = Seu menu; há respostas não lidas
keys-support = Ir para o suporte
order-ask = Perguntar sobre este pedido
palette-tickets-words = chamados tickets ticket perguntas dúvidas duvidas respostas ajuda contato atendimento
palette-new-ticket-words = suporte ticket perguntar pergunta dúvida duvida problema ajuda contato reclamação reclamacao
tickets-first-title = Nenhuma pergunta ainda
tickets-first = Se algo deu errado com um pedido ou pagamento, ou se você tem uma dúvida, abra um chamado. Informe os pedidos de que se trata, e nós os veremos ao lado da sua pergunta. A resposta aparece aqui, e um número ao lado de “Suporte” avisa você.
tickets-first-action = Fazer uma pergunta
tickets-chips = Chamados
tickets-all = Todos
tickets-open = Abertos
tickets-closed = Fechados
tickets-none-title = Nenhum chamado aqui
tickets-none = Nenhum dos seus chamados está nesta lista.
tickets-none-action = Todos os chamados
tickets-yours = Seus chamados
tickets-head-ticket = Chamado
tickets-head-question = Pergunta
tickets-head-last = Última mensagem
tickets-new-answer = Nova resposta
ticket-new-title = Novo chamado
ticket-number = Chamado { $id }
ticket-subject = Assunto
ticket-orders = Pedidos
ticket-orders-hint = Os números dos pedidos de que se trata, como 17, 18.
ticket-orders-wrong = Digite números de pedidos, como 17, 18.
ticket-question = Sua pergunta
ticket-question-hint = O que você esperava e o que aconteceu? No máximo 10.000 caracteres.
ticket-send = Enviar
ticket-back = Voltar
ticket-before = Antes de perguntar
ticket-before-order = A página de um pedido mostra o andamento e se você pode cancelá-lo ou solicitar uma reposição ali mesmo.
ticket-your-orders = Seus pedidos
ticket-no-secrets = Nunca escreva uma senha ou chave de API aqui. Não precisamos delas.
ticket-picture = Imagem
ticket-picture-hint = Por exemplo, uma captura de tela de no máximo 2 MB. Guardamos só o que aparece nela.
ticket-picture-what = Imagem desta mensagem
ticket-too-many-pictures = Você enviou muitas imagens hoje. Escreva sem imagem ou tente novamente amanhã.
ticket-close = Fechar o chamado
ticket-earlier = Mensagens anteriores
ticket-messages = Mensagens
ticket-you = Você
ticket-newest = Mensagens mais recentes
ticket-is-closed = Este chamado está fechado. Se você escrever de novo, ele será reaberto.
ticket-message = Sua mensagem
ticket-about = Sobre este chamado
ticket-state = Status
ticket-state-waiting = Aguardando resposta
ticket-state-answered = Respondido
ticket-state-closed = Fechado
ticket-opened = Aberto em
ticket-order = Pedido { $id }
ticket-opened-done = Recebemos sua pergunta. A resposta aparecerá aqui.
ticket-sent = Sua mensagem foi enviada.
ticket-closed-done = O chamado foi fechado. Se você escrever de novo, ele será reaberto.
ticket-closed-already = O chamado já estava fechado.
ticket-choose-subject = Escolha um assunto.
ticket-no-order = Você não tem nenhum pedido { $order }.
ticket-no-orders = Estes pedidos não são seus: { $orders }.
ticket-too-many-orders = No máximo 20 pedidos por chamado.
ticket-too-many-open = Você já tem cinco chamados abertos. Escreva em um deles ou feche um antes.
ticket-too-many = Você abriu 10 chamados em um dia. Tente novamente amanhã.
ticket-too-many-messages = Você escreveu 60 mensagens em um dia. Tente novamente amanhã.
ticket-text-empty = Escreva sua mensagem.
ticket-text-long =
    { $chars ->
        [one] No máximo { $max } caracteres. Este texto tem { $chars } caractere.
       *[other] No máximo { $max } caracteres. Este texto tem { $chars } caracteres.
    }

## Announcements, and pages to look something up in

announcements-title = Avisos
announcements-none-title = Nenhum aviso ainda
announcements-none = O que é novo ou muda é avisado nesta página.
announcements-more =
    { $count ->
        [one] Mais { $count } aviso
       *[other] Mais { $count } avisos
    }
announcements-read = Ler
announcements-dismiss = Não mostrar mais “{ $title }”
announcements-important = Importante
help-title = Ajuda
help-none-title = Nenhuma página ainda
help-none = Aqui ficarão as respostas às perguntas frequentes.
help-changed = Última alteração: { $day }.
palette-announcements-words = avisos anúncios anuncios novidades mensagens
palette-help-words = ajuda páginas paginas perguntas frequentes dúvidas duvidas como

## Notices: what customers are told of

notices-title = Avisos
notices-bell = Avisos: { $count } não lidos
notices-new = Novo
notices-open = Abrir
notices-open-named = Abrir: { $title }
notices-read-all = Marcar tudo como lido
palette-notices-words = avisos notificações notificacoes sino alertas telegram
notices-all-read = Tudo está marcado como lido.
notices-none-title = Nenhum aviso ainda
notices-none = Aqui você é avisado do que acontece com sua conta, seus pedidos e seus pagamentos.
notices-choose = Do que você é avisado
account-notices-text = Escolha do que você é avisado no painel, por e-mail e pelo Telegram.
notices-way-panel = No painel
notices-way-mail = Por e-mail
notices-way-telegram = Telegram
notices-topic-sign-in = Entradas de um novo dispositivo ou de uma nova rede
notices-topic-credentials = Mudanças da senha, do segundo fator ou dos tokens
notices-topic-token-end = Tokens que vencem em breve
notices-topic-balance = Um saldo baixo
notices-topic-deposits = Dinheiro que entra ou é retirado
notices-topic-orders = Pedidos que não terminam como pedidos
notices-topic-requests = Respostas a reposições e cancelamentos
notices-topic-tickets = Respostas aos seus chamados
notices-topic-prices = Novos preços de serviços que você pede
notices-hint-security = O painel e o e-mail avisam sempre, porque isso protege sua conta.
notices-hint-gathered = O que chega em poucos minutos vem em uma só mensagem.
notices-hint-prices = No máximo uma vez por dia, sobre serviços que você pediu nos últimos 90 dias.
notices-threshold = Avisar quando meu saldo ficar abaixo de ({ $currency })
notices-threshold-hint = Uma vez a cada queda. Em branco: nunca.
notices-save = Salvar
notices-saved = Foi salvo.
notices-telegram-text = Leia seus avisos também no Telegram: vincule seu chat com @{ $bot }.
notices-telegram-link = Vincular o Telegram
notices-telegram-code = Abra @{ $bot } e envie esta linha. Funciona uma vez, por 15 minutos.
notices-telegram-copy = Copiar
notices-telegram-open = Abrir o Telegram
notices-telegram-is-linked = Seu chat do Telegram está vinculado.
notices-telegram-linked-as = Seu chat do Telegram está vinculado: { $name }.
notices-telegram-unlink = Desvincular
notices-telegram-unlinked = Seu chat do Telegram não está mais vinculado.
notices-telegram-none = Não há bot do Telegram aqui.
notices-stop-title = Menos e-mail
notices-stop-text = Não quer mais e-mails sobre isto? { $topic }.
notices-stop-button = Não enviar mais
notices-stop-done = Não chegam mais e-mails sobre isto: { $topic }. No painel você continua lendo.
notices-stop-over = Este link não funciona. Entre para escolher do que você é avisado.
notice-sign-in-title = Uma entrada de um novo dispositivo ou de uma nova rede
notice-sign-in-text = { $device }, de { $address }, { $when }. Se não foi você, troque logo sua senha e encerre as outras sessões.
notice-password-title = Sua senha foi trocada
notice-password-text = Foi trocada em { $when }. Se não foi você, escolha logo uma nova senha.
notice-factor-changed-title = Seu segundo fator foi trocado
notice-factor-reset-title = Seu segundo fator foi removido
notice-factor-recovery-title = Um código de recuperação foi usado
notice-issuer-on-title = Outra forma de entrar foi conectada à sua conta
notice-issuer-off-title = Uma forma de entrar foi desconectada da sua conta
notice-reset-link-title = A equipe criou um link para escolher uma nova senha da sua conta
notice-factor-text = Foi em { $when }. Se não foi você, escolha logo uma nova senha e escreva para o suporte.
notice-token-made-title = Um token foi criado: { $name }
notice-token-replaced-title = Um token foi substituído: { $name }
notice-token-revoked-title = Um token foi revogado: { $name }
notice-token-text = Foi em { $when }. Se não foi você, revogue seus tokens e troque sua senha.
notice-chat-title = Um chat do Telegram foi vinculado à sua conta
notice-chat-text = Foi em { $when }. A partir de agora o chat recebe seus avisos. Se não foi você, desvincule-o na página dos seus avisos e escolha uma nova senha. A nova senha sozinha não o desvincula.
notice-expiring-title = Um token vence em breve: { $name }
notice-expiring-text = Vence em { $when }. Substitua-o antes, para que seus programas continuem.
notice-low-title = Seu saldo está baixo
notice-low-text = É de { $balance }. Você queria saber quando fica abaixo de { $threshold }.
notice-deposit-title = { $amount } entraram no seu saldo
notice-deposit-text = Você já pode fazer pedidos com esse valor.
notice-taken-title = { $amount } de um pagamento foram retirados
notice-taken-text = O pagamento foi devolvido ou contestado. O que faltou no seu saldo, você deve. O que entrar no seu saldo paga isso primeiro.
notice-restored-title = { $amount } foram devolvidos a você
notice-restored-text = Um pagamento que estava contestado vale de novo.
notice-part-deposit = Disso, depósito: { $amount }
notice-part-bonus = Disso, bônus: { $amount }
notice-repaid-title = { $amount } foram para o que você deve
notice-repaid-text = Esse valor tinha entrado no seu saldo: pelo reembolso de um pedido ou por um pagamento. O que você deve é pago primeiro. O extrato mostra cada valor.
notice-ticket-title = O suporte respondeu a você
notice-ticket-text = Há uma nova resposta no seu chamado { $ticket }.
notice-orders-title =
    { $count ->
        [one] Um pedido não terminou como pedido
       *[other] { $count } pedidos não terminaram como pedidos
    }
notice-requests-title =
    { $count ->
        [one] Uma solicitação sua foi respondida
       *[other] { $count } solicitações suas foram respondidas
    }
notice-prices-title =
    { $count ->
        [one] Um serviço que você pede tem um novo preço
       *[other] { $count } serviços que você pede têm novos preços
    }
notice-item-canceled = O pedido { $order } foi cancelado, e o valor foi devolvido.
notice-item-partial = O pedido { $order } foi entregue em parte, e o resto foi devolvido.
notice-item-paused = A assinatura { $order } está pausada. A página dela diz por quê.
notice-item-gave-up = O pedido { $order } não alcançou a posição a tempo.
notice-item-refill-rejected = A reposição do pedido { $order } foi recusada.
notice-item-refill-completed = A reposição do pedido { $order } está feita.
notice-item-cancel-refused = O pedido { $order } não pôde ser cancelado; ele continua.
notice-item-cancel-done = O pedido { $order } foi cancelado, como você pediu.
notice-item-other = O pedido { $order } mudou.
notice-item-up = { $service } custa mais do que antes.
notice-item-down = { $service } custa menos do que antes.
notice-more = mais { $count }
telegram-linked = Este chat está vinculado. A partir de agora você lê seus avisos aqui. Envie /stop para encerrar.
telegram-code-over = Este código não funciona mais. Crie um novo na página da sua conta.
telegram-unlinked = Este chat não está mais vinculado.

## Messages by mail. $panel is the panel's name

mail-automatic = { $panel } enviou esta mensagem automaticamente. Ninguém lê as respostas.
mail-button-fails = Se o botão não funcionar, abra este endereço:
mail-sign-up-subject = Sua conta em { $panel }
mail-sign-up-text = Alguém, provavelmente você, quer abrir uma conta em { $panel } com este endereço. Abra o link para escolher uma senha. Ele funciona por 24 horas, uma única vez.
mail-sign-up-button = Criar minha conta
mail-sign-up-end = Se não foi você, ignore esta mensagem: nenhuma conta é criada.
mail-has-account-subject = Você já tem uma conta em { $panel }
mail-has-account-text = Alguém, provavelmente você, quis usar este endereço para uma conta em { $panel }. Ele já tem uma conta: entre, ou escolha uma nova senha se a esqueceu.
mail-has-account-button = Entrar
mail-has-account-end = Se não foi você, não precisa fazer nada.
mail-verify-subject = Confirme seu e-mail para { $panel }
mail-verify-text = Confirme que este é o endereço da sua conta em { $panel }. O link funciona por 24 horas, uma única vez.
mail-verify-button = Confirmar o endereço
mail-verify-end = Se você não tem uma conta lá, ignore esta mensagem.
mail-reset-subject = Uma nova senha para { $panel }
mail-reset-text = Alguém, provavelmente você, quer escolher uma nova senha para a sua conta em { $panel }. O link funciona por 30 minutos, uma única vez. Um link mais novo o substitui.
mail-reset-button = Escolher uma nova senha
mail-reset-end = Se não foi você, ignore esta mensagem: sua senha continua a mesma.
mail-reset-staff-subject = A equipe de { $panel } ajuda você com uma nova senha
mail-reset-staff-text = A equipe de { $panel } acabou de criar um link com o qual você escolhe uma nova senha para a sua conta. Ele funciona por 30 minutos, uma única vez. Um link mais novo o substitui.
mail-reset-staff-end = Se você não pediu isso a ela, escreva logo para o suporte.
mail-password-subject = Sua senha de { $panel } foi alterada
mail-password-text = A senha da sua conta em { $panel } acabou de ser alterada. As outras sessões foram encerradas.
mail-password-button = Não fui eu: escolher uma nova senha
mail-password-end = Se foi você, não precisa fazer nada. Se não, escolha logo uma nova senha e revogue seus tokens de API.
mail-issuer-subject = Outra forma de entrar em { $panel }
mail-issuer-text = Sua conta em { $panel } acabou de ser conectada a uma conta de outro site. Quem tiver entrado lá poderá entrar em { $panel }.
mail-issuer-off-subject = Uma forma de entrar em { $panel } não existe mais
mail-issuer-off-text = Sua conta em { $panel } não está mais conectada a uma conta de outro site. Ela foi desconectada na página da sua conta, ou porque o endereço ou a senha da sua conta mudou. Você pode conectar de novo na página da sua conta.
mail-second-on-subject = Sua conta em { $panel } tem um segundo fator
mail-second-on-text = Um segundo fator acabou de ser configurado para sua conta em { $panel }. A partir de agora ele é pedido além da senha. As outras sessões foram encerradas.
mail-second-off-subject = Sua conta em { $panel } não tem mais um segundo fator
mail-second-off-text = O segundo fator da sua conta em { $panel } acabou de ser desativado, por você ou pelo operador. A partir de agora só a senha basta para entrar.
mail-passkey-on-subject = Sua conta em { $panel } tem uma nova chave de acesso
mail-passkey-on-text = Uma chave de acesso acaba de ser adicionada à sua conta em { $panel }. Ela é pedida além da senha. As outras sessões foram encerradas.
mail-passkey-off-subject = Uma chave de acesso da sua conta em { $panel } foi removida
mail-passkey-off-text = Uma chave de acesso da sua conta em { $panel } acaba de ser removida. A conta tem outro segundo fator. As outras sessões foram encerradas.
mail-codes-new-subject = Novos códigos de recuperação para { $panel }
mail-codes-new-text = Novos códigos de recuperação acabaram de ser criados para sua conta em { $panel }. Os anteriores não funcionam mais.
mail-code-used-subject = Um código de recuperação foi usado em { $panel }
mail-code-used-text = Um dos códigos de recuperação da sua conta em { $panel } acabou de ser usado, no lugar de um código do seu aplicativo.
mail-guessed-subject = Alguém está tentando códigos em { $panel }
mail-guessed-text = Alguém sabe a senha da sua conta em { $panel } e digitou muitos códigos errados do segundo fator. A pessoa não entrou. Escolha uma nova senha.
mail-second-end = Se foi você, não precisa fazer nada. Se não, escolha logo uma nova senha, veja o segundo fator na página da sua conta e revogue seus tokens de API.
mail-address-confirm-subject = Confirme seu novo endereço para { $panel }
mail-address-confirm-text = A sua conta em { $panel } vai ter este endereço: { $address }. Abra o link se concordar. Ele funciona por 24 horas, uma única vez.
mail-address-confirm-button = Usar este endereço
mail-address-confirm-end = Se não foi você, ignore esta mensagem: nada muda.
mail-address-notice-subject = Seu endereço em { $panel } vai mudar
mail-address-notice-text = O endereço da sua conta em { $panel } vai ser { $address }. Ele muda assim que for confirmado lá. Se foi você, não precisa fazer nada.
mail-address-notice-button = Não fui eu: impedir a mudança
mail-address-notice-end = O link funciona por três dias, também depois da mudança: nesse caso, ele traz este endereço de volta e a senha deixa de funcionar, e você escolhe uma nova por e-mail. Ele encerra todas as sessões.
mail-address-changed-subject = Seu endereço em { $panel } foi alterado
mail-address-changed-text = O endereço da sua conta em { $panel } agora é { $address }. Você entra com ele.
mail-address-changed-end = Se não foi você, abra o link da mensagem que o endereço antigo recebeu antes. Ele funciona por três dias.
mail-notice-button = Ver mais
mail-notice-end = Você escolhe do que é avisado na página da sua conta. Para não receber mais e-mails sobre isto, abra { $link }
mail-notice-end-security = Estas mensagens chegam sempre, porque protegem sua conta.
mail-export-subject = Seus dados em { $panel } estão prontos
mail-export-text = O arquivo com o que { $panel } guarda da sua conta está pronto. Ele fica disponível por 24 horas, para quem estiver conectado à conta.
mail-export-button = Obter o arquivo
mail-export-end = Se não foi você quem pediu, escolha uma nova senha imediatamente.
